import PersistyData

/// By what the service sees that the bytes of a request arrived as they were sent; a header over bytes that are held
/// anyway, so that it can come before them ("Checking object integrity", Amazon S3 User Guide).
public enum UploadChecksum: String, Sendable, Hashable, CaseIterable {
    /// `x-amz-checksum-crc64nvme`. Nearly free, and put together from parts.
    case crc64nvme
    /// `Content-MD5` (RFC 1864), which every service has always known.
    case md5
    /// None, for a service that refuses both.
    case none

    /// The header that says it of `body`.
    func header(of body: S3Body) -> SignableRequest.Header? {
        switch self {
        case .crc64nvme: .init("x-amz-checksum-crc64nvme", CRC64NVME(body).headerValue)
        case .md5: .init("content-md5", body.digest(.md5).bytes.base64)
        case .none: nil
        }
    }
}

extension CRC64NVME {
    /// The sum of a body.
    init(_ body: S3Body) {
        self.init()
        for buffer in body.buffers { update(buffer) }
    }
}
