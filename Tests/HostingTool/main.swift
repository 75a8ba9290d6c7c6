import Glibc
import Logging
import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyHosting

// FOLDER: serves FOLDER/docs and FOLDER/vault.sqlite, and says on which port.
let folder = CommandLine.arguments[1]
let bytes = (0..<32).map { UInt8($0) }
guard let key = SigningKeys.Key(id: "k2", status: .signing, bytes: bytes), let keys = SigningKeys([key]) else {
    exit(2)
}
let logger = Logger(label: "hosting-tool") { _ in SwiftLogNoOpLogHandler() }
let service = try HostedService(
    [
        HostedStore(try DirectoryStore(name: "docs", root: folder + "/docs"), name: "docs"),
        HostedStore(try ChunkStore(name: "vault", path: folder + "/vault.sqlite"), name: "vault"),
    ], at: HostedAddress(publicURL: "https://srv-1.example"), keys: keys, ledger: folder + "/links.sqlite",
    logger: logger)
try await HostedServer(service, port: 0, logger: logger).run(endsOnSignals: true) { port in
    print(port)
    fflush(nil)
}
