extension ItemBatch {
    /// What a row of a listing is.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// An item.
        case item
        /// A folder; its name ends in `/`.
        case folder
        /// A symbolic link, whatever it points to.
        case link
        /// A named pipe.
        case pipe
        case socket
        /// A character or block device.
        case device
        /// Anything else that is no item.
        case other

        /// Whether it is a ``SpecialFile``: neither an item nor a folder.
        public var isSpecial: Bool {
            switch self {
            case .item, .folder: false
            case .link, .pipe, .socket, .device, .other: true
            }
        }

        /// The word for it, as listings write it.
        public var name: String {
            switch self {
            case .item: "item"
            case .folder: "folder"
            case .link: "link"
            case .pipe: "pipe"
            case .socket: "socket"
            case .device: "device"
            case .other: "other"
            }
        }
    }
}
