import ArgumentParser
import PersistyConfiguration
import PersistyData
import TerminalUI

/// `persisty stores`
struct Stores: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "stores", abstract: "List the stores and whether they can be opened.",
        discussion: """
            With --json one object a line: store, type, path, access, available, reason; with --check also can, cannot \
            and what else was found out. --check says what each store can do; of a bucket it finds out what the service \
            keeps of its promises, by writing one item of its own, “.persisty-probe-…”, and deleting it.
            """)

    @Flag(help: "Write one JSON object a line.") var json = false
    @Flag(help: "Say what each can do; writes and deletes an item of its own in each bucket.") var check = false
    @OptionGroup(title: "Everywhere") var options: GlobalOptions

    func run(on console: Console) async throws {
        let session = try await Session(options, on: console, for: "stores")
        let names = session.configuration.stores.map { ShownText($0.name) }
        let width = names.map(\.columns).max() ?? 0
        for (store, name) in zip(session.configuration.stores, names) {
            let (reason, found) = await look(store, session)
            if json {
                var line = JSONLine()
                line.field("store", store.name)
                line.field("type", store.kind.name)
                line.field("path", store.place)
                line.field("access", store.access.rawValue)
                line.field("available", reason == nil)
                line.field("reason", reason?.text)
                for (name, text) in found?.lines ?? [] { line.field(named: name.text, text.text) }
                try await console.out.write(line.line)
            } else {
                let state: ShownText = reason.map { "unavailable: " + $0 } ?? ""
                try await console.out.write(
                    "\(name.padded(to: width))  \(ShownText(store.kind.name).padded(to: 9))  "
                        + "\(ShownText(store.access.rawValue).padded(to: 9))  \(store.place)"
                        + (state.isEmpty ? "" : "  " + state))
                for (name, text) in found?.lines ?? [] {
                    try await console.out.write("  " + name.padded(to: 13) + text)
                }
            }
        }
        if names.isEmpty {
            await console.say("There are no stores. Add one to \(session.folders.configurationFile).")
        }
    }

    private func look(
        _ store: StoreConfiguration, _ session: Session
    ) async -> (reason: ShownText?, found: StoreCheck?) {
        do throws(DataError) {
            let opened = try await session.stores.open(store)
            return (nil, check ? await StoreCheck(opened, store) : nil)
        } catch {
            return (ShownText(sentence: error), nil)
        }
    }
}

extension S3Configuration {
    /// The bucket and, where it is not AWS's, the service.
    var place: String { "s3://" + (bucket ?? "") + (endpoint.map { " at \($0)" } ?? "") }
}

extension StoreConfiguration {
    /// Where its bytes lie. It comes from outside: escape it before showing it.
    var place: String {
        switch kind {
        case .directory(let settings): settings.path
        case .chunk(let settings): settings.path
        case .s3(let settings): settings.place
        }
    }
}
