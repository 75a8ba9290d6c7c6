extension ConfigurationReader {
    mutating func s3(_ fields: SettingFields) throws(ConfigurationError) -> S3Configuration {
        try fields.refuseUnknown(
            known: Self.common + [
                "bucket", "region", "endpoint", "addressing", "credentials", "ca_file", "insecure",
                "requester_pays", "storage_class", "checksum", "conditions", "dual_stack", "fips",
            ], of: "for a store of type s3")
        var s3 = S3Configuration(bucket: try fields.string("bucket"))
        if let bucket = s3.bucket, !Self.isBucket(bucket) {
            throw fields.fault(
                .value, "bucket", "\(Quoted.text(bucket)) cannot be the name of a bucket.",
                hint: "A bucket's name has up to 63 lower-case letters, digits, “-” and “.”.")
        }
        if let region = try fields.string("region") {
            guard Self.isRegion(region) else {
                throw fields.fault(
                    .value, "region", "\(Quoted.text(region)) cannot be a region.",
                    hint: "A region is like “eu-west-1”.")
            }
            s3.region = region
        }
        s3.isInsecure = try fields.boolean("insecure") ?? false
        if let (text, address) = try fields.webAddress("endpoint") {
            guard address.path.isEmpty || address.path == "/" else {
                throw fields.fault(.url, "endpoint", "An endpoint has no path.")
            }
            if !address.isSecure, !address.isLoopback {
                warn(
                    fields, "endpoint",
                    s3.isInsecure
                        ? "Requests go in clear text to another machine."
                        : "Requests would go in clear text to another machine; the store is not opened without "
                            + "insecure = true.")
            }
            s3.endpoint = text
        }
        s3.addressing = try fields.word("addressing", S3Configuration.Addressing.self) ?? .auto
        s3.isDualStack = try hostsOfAWS("dual_stack", fields, isElsewhere: s3.endpoint != nil)
        s3.isFIPS = try hostsOfAWS("fips", fields, isElsewhere: s3.endpoint != nil)
        s3.credentials = try credentials(fields)
        s3.caFile = try path("ca_file", fields)
        s3.isRequesterPaying = try fields.boolean("requester_pays") ?? false
        if let storageClass = try fields.string("storage_class") {
            guard (1...64).contains(storageClass.utf8.count),
                storageClass.utf8.allSatisfy({ storageClassCharacters.contains($0) })
            else {
                throw fields.fault(
                    .value, "storage_class", "\(Quoted.text(storageClass)) cannot be a storage class.",
                    hint: "A class is like “STANDARD_IA”.")
            }
            s3.storageClass = storageClass
        }
        s3.checksum = try fields.word("checksum", S3Configuration.Checksum.self) ?? .auto
        s3.conditions = try fields.word("conditions", S3Configuration.Conditions.self) ?? .auto
        return s3
    }

    /// Whether other hosts of AWS than the usual ones are wanted, which an address already says.
    private func hostsOfAWS(
        _ name: String, _ fields: SettingFields, isElsewhere: Bool
    ) throws(ConfigurationError) -> Bool {
        let isWanted = try fields.boolean(name) ?? false
        guard isWanted, isElsewhere else { return isWanted }
        throw fields.fault(
            .value, name, "This chooses among the hosts of AWS, and the store has an endpoint of its own.",
            hint: "Leave one of them out.")
    }

    private func credentials(_ fields: SettingFields) throws(ConfigurationError) -> S3Configuration.Credentials {
        let wanted = "auto, environment, anonymous, profile:NAME or { command = [\"PROGRAM\", \"ARGUMENT\"] }"
        switch fields.values["credentials"] {
        case nil: return .auto
        case .table:
            guard let table = try fields.table("credentials") else { return .auto }
            try table.refuseUnknown(known: ["command"], of: "in credentials")
            guard let command = try table.strings("command"), let program = command.first, !program.isEmpty else {
                throw table.fault(.value, "command", "A command is a list: the program and its arguments.")
            }
            return .command(command)
        case .text(let text):
            // The text is never shown: a key may have been put here by mistake.
            if text.hasPrefix("command:") {
                throw fields.fault(
                    .value, "credentials", "A command is a list of arguments, and no shell runs it.",
                    hint: "Write credentials = { command = [\"PROGRAM\", \"ARGUMENT\"] }.")
            }
            if text.hasPrefix("profile:"), case let name = text.dropFirst("profile:".count), !name.isEmpty,
                name.unicodeScalars.allSatisfy({
                    $0.properties.generalCategory != .control && !"[]".contains(Character($0))
                })
            {
                return .profile(String(name))
            }
            switch text {
            case "auto": return .auto
            case "environment": return .environment
            case "anonymous": return .anonymous
            default: throw fields.fault(.value, "credentials", "This wants \(wanted).")
            }
        default: throw fields.typeFault("credentials", wants: wanted)
        }
    }

    // Amazon S3 "General purpose bucket naming rules"; shorter names than its three letters exist on other servers.
    private static func isBucket(_ name: String) -> Bool {
        (1...63).contains(name.utf8.count) && name.utf8.allSatisfy(bucketCharacters.contains)
            && !".-".utf8.contains(name.utf8.first ?? 0) && !".-".utf8.contains(name.utf8.last ?? 0)
            && !name.contains("..")
    }

    private static func isRegion(_ region: String) -> Bool {
        (1...64).contains(region.utf8.count)
            && region.utf8.allSatisfy { bucketCharacters.contains($0) && $0 != UInt8(ascii: ".") }
    }

    private var storageClassCharacters: Set<UInt8> {
        Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8)
    }

    private static let bucketCharacters = Set("abcdefghijklmnopqrstuvwxyz0123456789.-".utf8)
}
