import Foundation

/// The hostile inputs kept beside the checkout, which is complete without them.
enum Corpus {
    static func lines(_ name: String) -> [[String: Any]]? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "../shared/corpus/\(name)").standardizedFileURL
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("no corpus beside the checkout: \(name) is left out")
            return nil
        }
        return text.split(separator: "\n").compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }
}

/// The same numbers in every run.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9
    }
}
