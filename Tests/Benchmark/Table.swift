/// A table in Markdown.
struct Table {
    var columns: [String]
    var rows: [[String]] = []

    func write() {
        let widths = columns.indices.map { column in ([columns] + rows).map { $0[column].count }.max() ?? 0 }
        write(columns, widths)
        print("|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|")
        for row in rows { write(row, widths) }
    }

    private func write(_ row: [String], _ widths: [Int]) {
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        print("| " + cells.joined(separator: " | ") + " |")
    }
}
