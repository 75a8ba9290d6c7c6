extension CellBuffer: CustomStringConvertible {
    /// The rows as text, without the blanks at their ends.
    package var description: String {
        lines { cell, over in
            guard cell.columns > 0, let scalar = Unicode.Scalar(cell.scalar) else { return "" }
            var text = String(Character(scalar))
            for index in 0..<4 {
                if over[index] != 0, let mark = Unicode.Scalar(over[index]) { text.unicodeScalars.append(mark) }
            }
            return text
        }
    }

    /// A letter for the role of each cell, `·` for the background, and which letter is which role.
    package var roleDescription: String {
        let used = Set(cells.map(\.role)).subtracting([.background])
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#@%&*+=<>!?")
        let ordered = Role.allCases.filter(used.contains)
        var names: [Role: String] = [.background: "·"]
        for (role, letter) in zip(ordered, letters) { names[role] = String(letter) }
        let grid = lines { cell, _ in names[cell.role] ?? "?" }
        let legend = ordered.map { "\(names[$0] ?? "?") \($0.rawValue)" }
        return ([grid, ""] + legend).joined(separator: "\n")
    }

    private func lines(_ spelling: (PackedCell, SIMD4<UInt32>) -> String) -> String {
        (0..<size.rows).map { row in
            var line = ""
            for cell in cells[row * size.columns..<(row + 1) * size.columns] {
                line += spelling(cell, marks[Int(cell.marks)])
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
