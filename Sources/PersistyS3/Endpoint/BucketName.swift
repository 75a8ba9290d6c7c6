/// What the name of a bucket allows.
package enum BucketName {
    /// Whether the name can stand before a host ("Bucket naming rules", "Virtual hosting of general purpose buckets",
    /// Amazon S3 User Guide): 3 to 63 lower-case letters, digits and hyphens, not an address.
    ///
    /// - Parameter allowingDots: Whether dots may separate such labels. Not over TLS, whose certificates cover one label.
    package static func isHostLabel(_ name: String, allowingDots: Bool) -> Bool {
        let bytes = Array(name.utf8)
        guard (3...63).contains(bytes.count), !isIPv4(name) else { return false }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard allowingDots || labels.count == 1 else { return false }
        return labels.allSatisfy { label in
            guard let first = label.first, let last = label.last else { return false }
            return (first.isDigit || first.isLowerCaseLetter) && (last.isDigit || last.isLowerCaseLetter)
                && label.allSatisfy { $0.isDigit || $0.isLowerCaseLetter || $0 == UInt8(ascii: "-") }
        }
    }

    /// Whether `text` is an IPv4 address: four numbers up to 255.
    static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.utf8.allSatisfy(\.isDigit) && (1...3).contains(part.utf8.count)
                    && Int(part).map { $0 <= 255 } == true
            }
    }
}
