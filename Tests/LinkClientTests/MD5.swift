import PersistyData

/// The MD5 of `bytes`, as ETags have it.
func md5(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { DigestHasher.digest(.md5, of: $0) }.hexadecimal }
