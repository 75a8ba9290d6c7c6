import PersistyData

/// Writes the bodies of requests.
///
/// What XML cannot hold, or reads as something else, becomes a character reference (XML 1.0 §2.2, §2.11), as services read
/// them back; AWS documents so for line ends ("Object key naming guidelines": XML related object key constraints).
struct XMLText {
    private(set) var bytes: [UInt8] = []

    /// Whether XML can hold the text at all: not every character has a reference either (XML 1.0 §2.2).
    static func canHold(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x0a, 0x0d, 0x20...0xd7ff, 0xe000...0xfffd, 0x1_0000...0x10_ffff: true
            default: false
            }
        }
    }

    /// Adds an element that holds what `content` adds.
    mutating func element(_ name: StaticString, _ content: (inout XMLText) -> Void) {
        bytes.append("<" as StaticString)
        bytes.append(name)
        bytes.append(">" as StaticString)
        content(&self)
        bytes.append("</" as StaticString)
        bytes.append(name)
        bytes.append(">" as StaticString)
    }

    /// Adds an element that holds a text.
    mutating func element(_ name: StaticString, _ text: String) { element(name) { $0.text(text) } }

    private mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes.append("&lt;" as StaticString)
            case UInt8(ascii: ">"): bytes.append("&gt;" as StaticString)
            case UInt8(ascii: "&"): bytes.append("&amp;" as StaticString)
            case UInt8(ascii: "\""): bytes.append("&quot;" as StaticString)
            case 0..<0x20, 0x7f:
                bytes.append("&#" as StaticString)
                bytes.append(contentsOf: String(byte).utf8)
                bytes.append(";" as StaticString)
            default: bytes.append(byte)
            }
        }
    }
}
