/// What follows from the name of an AWS region.
package enum AWSRegion {
    /// A part of AWS with names of its own ("AWS Partitions", AWS Fault Isolation Boundaries).
    struct Partition: Sendable, Equatable {
        /// What all its hosts end in.
        let suffix: String
        let hasFIPS: Bool
        let hasDualStack: Bool
        let hasAcceleration: Bool
    }

    /// The region that stands for all of AWS, signed as `us-east-1`.
    static let global = "aws-global"

    /// Whether `text` can be the name of a region: a label of a host name (RFC 1123 §2.1). What is none never becomes part
    /// of a host.
    package static func isName(_ text: String) -> Bool {
        let label = text.utf8
        return (1...63).contains(label.count) && label.first?.isAlphanumeric == true
            && label.last?.isAlphanumeric == true
            && label.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
    }

    /// The partition of `region`, told by how its name begins, so that new regions need no new version.
    static func partition(of region: String) -> Partition {
        partitions.first { region.hasPrefix($0.prefix) }?.partition
            ?? Partition(suffix: "amazonaws.com", hasFIPS: true, hasDualStack: true, hasAcceleration: true)
    }

    private static let partitions: [(prefix: String, partition: Partition)] = [
        ("cn-", .init(suffix: "amazonaws.com.cn", hasFIPS: false, hasDualStack: true, hasAcceleration: false)),
        ("us-gov-", .init(suffix: "amazonaws.com", hasFIPS: true, hasDualStack: true, hasAcceleration: false)),
        ("us-iso-", .init(suffix: "c2s.ic.gov", hasFIPS: true, hasDualStack: false, hasAcceleration: false)),
        ("us-isob-", .init(suffix: "sc2s.sgov.gov", hasFIPS: true, hasDualStack: false, hasAcceleration: false)),
        ("eu-isoe-", .init(suffix: "cloud.adc-e.uk", hasFIPS: true, hasDualStack: false, hasAcceleration: false)),
        ("us-isof-", .init(suffix: "csp.hci.ic.gov", hasFIPS: true, hasDualStack: false, hasAcceleration: false)),
        ("eusc-", .init(suffix: "amazonaws.eu", hasFIPS: true, hasDualStack: false, hasAcceleration: false)),
    ]
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLowerCaseLetter: Bool { (0x61...0x7a).contains(self) }
    var isAlphanumeric: Bool { isDigit || isLowerCaseLetter || (0x41...0x5a).contains(self) }
}
