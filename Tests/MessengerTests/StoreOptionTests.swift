import ClientSupport
import Foundation
import PersistyTestSupport
import Testing

/// What the messenger says of stores that it cannot use.
@Suite struct `The store of the messenger` {
    private func refusal(_ configuration: String) async throws -> String {
        try await withTemporaryDirectory { folder in
            try Data(configuration.utf8).write(to: URL(filePath: folder + "/config.toml"))
            let outcome = try await Shell.run(
                "HOME='\(folder)' '\(BuiltProgram.path("messenger"))' --config config.toml --store lake 2>&1",
                in: folder)
            #expect(outcome.status != 0)
            return outcome.output
        }
    }

    @Test func `is one that the configuration names`() async throws {
        let said = try await refusal("[[store]]\nname = \"docs\"\ntype = \"directory\"\npath = \"docs\"\n")
        #expect(said.contains("no store of this name. Its stores are: docs."))
    }

    @Test func `is one bucket and not all of them`() async throws {
        #expect(try await refusal("[[store]]\nname = \"lake\"\ntype = \"s3\"\n").contains("set its bucket"))
    }

    @Test func `is one that can be opened`() async throws {
        let said = try await refusal("[[store]]\nname = \"lake\"\ntype = \"directory\"\npath = \"missing\"\n")
        #expect(said.contains("missing"))
    }
}
