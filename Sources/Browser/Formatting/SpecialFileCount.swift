package import PersistyData
package import TerminalUI

/// Numbers of special files by what they are: `2 links, 1 pipe`.
package func countedSpecialFiles(_ kinds: [ItemBatch.Kind: Int]) -> ShownText {
    ItemBatch.Kind.allCases.compactMap { kind in
        guard let count = kinds[kind], count > 0 else { return nil }
        return counted(count, kind == .other ? "special file" : kind.name)
    }.joined(separator: ", ")
}
