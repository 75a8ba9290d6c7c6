import Browser
import CQREncode

extension QRCode {
    /// The smallest code that holds `text`; `nil` for a text that is too long for any.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let count = Int32(exactly: bytes.count),
            let code = QRcode_encodeData(count, bytes, 0, QR_ECLEVEL_L)
        else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        // The lowest bit of a module says whether it is dark.
        let modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side)
        self.init(side: side, isDark: modules.map { $0 & 1 == 1 })
    }
}
