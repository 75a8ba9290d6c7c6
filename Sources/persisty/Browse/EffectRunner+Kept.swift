import Browser
import Logging
import PersistyData
import TerminalUI

extension EffectRunner {
    func listKept(_ id: Int, _ subject: KeptSheet.Subject) async {
        do throws(DataError) {
            let store = try await stores.store(subject.place.store)
            switch subject {
            case .versions(_, let key): post(.kept(id, try await store.versions(of: key).map { .version($0) }))
            case .uploads(let place):
                for try await some in store.uploads(under: place.prefix) { post(.kept(id, some.map { .upload($0) })) }
            }
            post(.keptEnded(id, nil))
        } catch {
            guard !Task.isCancelled else { return }
            post(.keptEnded(id, error))
        }
    }

    func restore(_ id: Int, _ subject: KeptSheet.Subject, _ key: DataKey, _ version: StoredVersion) async {
        await change(id, subject, key, "version restored", "Restored: this version is the newest again.") {
            (store) throws(DataError) in _ = try await store.restore(version, of: key)
        }
    }

    func deleteVersion(_ id: Int, _ subject: KeptSheet.Subject, _ key: DataKey, _ version: StoredVersion) async {
        await change(id, subject, key, "version deleted", "Deleted the version.") { (store) throws(DataError) in
            try await store.deleteVersion(version, of: key)
        }
    }

    func endUpload(_ id: Int, _ subject: KeptSheet.Subject, _ upload: UnfinishedUpload) async {
        await change(id, subject, upload.key, "upload ended", "Ended the upload; its parts are deleted.") {
            (store) throws(DataError) in try await store.abort(upload)
        }
    }

    private func change(
        _ id: Int, _ subject: KeptSheet.Subject, _ key: DataKey, _ event: Logger.Message, _ done: ShownText,
        _ body: (any DataStore) async throws(DataError) -> Void
    ) async {
        do throws(DataError) {
            let store = try await stores.store(subject.place.store)
            try await body(store)
            logger.info(event, metadata: ["store": "\(store.name)", "key": "\(key.text)"])
            post(.keptChanged(id, subject.place, Notice(.success, done)))
        } catch {
            post(.keptFailed(id, subject.place, error))
        }
    }
}
