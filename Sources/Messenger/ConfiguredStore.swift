import ArgumentParser
import Foundation
import Logging
import PersistyConfiguration
import PersistyOpening

extension OpenedStore {
    /// The store that persisty's configuration has under `name`; `path` is the file, where it is not the usual one.
    static func configured(_ name: String, in path: String?, logger: Logger) async throws -> OpenedStore {
        let environment = ProcessInfo.processInfo.environment
        let file = try ConfigurationFile.read(
            path: path, environment: environment, currentDirectory: FileManager.default.currentDirectoryPath)
        let stores = file.configuration.stores
        guard let store = stores.first(where: { $0.name == name }) else {
            let names = stores.map(\.name).joined(separator: ", ")
            throw ValidationError("The configuration has no store of this name. Its stores are: \(names).")
        }
        if case .s3(let settings) = store.kind, settings.bucket == nil {
            // A key would begin with the name of a bucket, and not with that of a user.
            throw ValidationError("This store is all buckets of an account, and images need one: set its bucket.")
        }
        let folders = UserFolders(environment: environment)
        let opener = StoreOpener.remembering(
            in: folders.programState, environment: environment, home: folders.home, logger: logger)
        return try await opener.open(store)
    }
}
