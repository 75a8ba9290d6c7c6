import PersistyConfiguration
import Testing

@Suite struct `A store of type s3` {
    private func read(_ lines: String...) -> Result<S3Configuration?, ConfigurationError> {
        let sandbox = Sandbox()
        let text = (["[[store]]", "name = \"lake\"", "type = \"s3\""] + lines).joined(separator: "\n")
        let file = sandbox.file("config.toml", text.utf8)
        return Result { () throws(ConfigurationError) in
            let read = try ConfigurationFile.read(
                path: file, environment: sandbox.environment, currentDirectory: sandbox.path)
            guard case .s3(let settings)? = read.configuration.stores.first?.kind else { return nil }
            return settings
        }
    }

    @Test func `leaves open what it does not say`() throws {
        #expect(try read().get() == S3Configuration())
    }

    @Test(arguments: S3Configuration.Checksum.allCases)
    func `says by what uploads are verified`(checksum: S3Configuration.Checksum) throws {
        #expect(try read("checksum = \"\(checksum.rawValue)\"").get()?.checksum == checksum)
    }

    @Test(arguments: S3Configuration.Conditions.allCases)
    func `says which conditions the service is taken to keep`(conditions: S3Configuration.Conditions) throws {
        #expect(try read("conditions = \"\(conditions.rawValue)\"").get()?.conditions == conditions)
    }

    @Test func `chooses among the hosts of AWS`() throws {
        let settings = try read("dual_stack = true", "fips = true").get()
        #expect(settings?.isDualStack == true && settings?.isFIPS == true)
    }

    @Test(arguments: ["dual_stack", "fips"])
    func `does not choose among the hosts of AWS where it has an endpoint of its own`(field: String) {
        let address = "endpoint = \"https://s3.example.com\""
        #expect(throws: Never.self) { try read(address, "\(field) = false").get() }
        #expect {
            try read(address, "\(field) = true").get()
        } throws: { error in
            let error = error as? ConfigurationError
            return error?.field == "store[0].\(field)" && error?.position?.line == 5 && error?.hint != nil
        }
    }

    @Test(arguments: [
        ("checksum = \"sha1\"", "store[0].checksum", "“sha1” is none of auto, crc64nvme, md5, none."),
        ("checksum = true", "store[0].checksum", "This wants text, and got"),
        ("conditions = \"keep\"", "store[0].conditions", "“keep” is none of auto, kept, refused."),
        ("conditions = [\"kept\"]", "store[0].conditions", "This wants text, and got"),
        ("condition = \"kept\"", "store[0].condition", "There is no field “condition” for a store of type s3."),
    ])
    func `is refused with line and field where a value is none`(line: String, field: String, message: String) {
        switch read(line) {
        case .success: Issue.record("\(line) is taken")
        case .failure(let error):
            #expect(error.position?.line == 4 && error.field == field, "\(error)")
            #expect(error.message.hasPrefix(message), "\(error)")
        }
    }
}
