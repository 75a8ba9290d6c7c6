import ArgumentParser
import Foundation
import Hummingbird
import Logging
import PersistyChunk
import PersistyData
import PersistyHosting
import PersistyOpening

/// A messenger with images: who uploads one sends it straight to the store, by a form that is signed for the uploader's
/// own prefix; who looks at it reads it from there, by an address that is signed for a while.
@main
struct Messenger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messenger", abstract: "A messenger with images, as an example of the library.")

    @Option(help: "The folder for users and messages, and for images where no store is named.")
    var data = "messenger-data"
    @Option(help: "The store for images, as persisty's configuration names it.") var store: String?
    @Option(help: "Another configuration of persisty than the usual one.") var config: String?
    @Option(help: "The port on this machine.") var port = 8080

    func run() async throws {
        let logger = Logger(label: "messenger")
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let url = "http://127.0.0.1:\(port)"

        // The store with the images: one of any kind that is set up, or a chunk store of the messenger's own.
        let opened =
            if let store {
                try await OpenedStore.configured(store, in: config, logger: logger)
            } else {
                OpenedStore(try ChunkStore(name: "images", path: data + "/images.sqlite"))
            }

        // The links of a bucket are honoured by its service. Those of any other store are by a server: here, this program.
        let images = HostedStore(opened.store, name: "images")
        let hosted = try HostedService(
            opened.signer == nil ? [images] : [], at: HostedAddress(publicURL: url),
            keys: try ServerKey.kept(in: data + "/server.key"), ledger: data + "/links.sqlite", logger: logger)
        await hosted.prune()
        let signer = opened.signer ?? hosted.signer(for: images)

        // Everybody reads; everybody writes under their own name only. Forms and addresses keep to that too.
        let factory = OwnedDataStoreFactory(SharedDataStoreFactory(opened.store, signer: signer))

        let database = try Database(path: data + "/messenger.sqlite")
        let routes = Routes(users: Users(database), messages: Messages(database), images: factory)
        let router = Router(context: MessengerContext.self)
        router.add(middleware: HostedRoutes(hosted))
        routes.add(to: router)
        let application = Application(
            router: router, server: hosted.connections,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in
                print("The messenger is at \(url)/")
                // What waits for the line may be a pipe.
                fflush(nil)
            }, logger: logger)
        try await application.runService()
    }
}
