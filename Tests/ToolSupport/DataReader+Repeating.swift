package import NIOCore
package import PersistyData
import Synchronization

extension DataReader {
    /// So many bytes: those of `period` over and over.
    package init(repeating period: ByteBuffer, size: Int) {
        let offset = Mutex(0)
        self.init(size: Int64(size)) { () throws(DataError) in
            offset.withLock { offset in
                guard offset < size else { return nil }
                let length = Swift.min(period.readableBytes, size - offset)
                defer { offset += length }
                return period.getSlice(at: 0, length: length)
            }
        }
    }
}
