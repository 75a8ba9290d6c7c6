import PersistyData
package import TerminalUI

/// What keys, clicks and pastes change in the sheet. Each answers whether there is something else to sign.
extension LinkSheet {
    /// The text that is typed on a line; `nil` on one of choices.
    package func text(_ row: Row) -> TextField? {
        switch row {
        case .life: isLifeTyped ? life : nil
        case .name: name
        case .fileName: fileName
        case .contentType: contentType
        case .sizeLimit: sizeLimit
        case .method, .existing, .shown, .uses: nil
        }
    }

    /// How many choices a line has, and which is made.
    package var choice: (count: Int, chosen: Int)? {
        switch row {
        case .method: (methods.count, methods.firstIndex(of: method) ?? 0)
        case .life: (LinkLife.choices.count + 1, lifeChoice)
        case .existing: (2, replaces ? 1 : 0)
        case .shown: (2, isInline ? 1 : 0)
        case .uses: (uses.count, use)
        case .name, .fileName, .contentType, .sizeLimit: nil
        }
    }

    mutating func go(to row: Int) {
        let count = rows.count
        cursor = (row % count + count) % count
    }

    mutating func choose(_ index: Int) -> Bool {
        guard let choice, (0..<choice.count).contains(index) else { return false }
        switch row {
        case .method:
            method = methods[index]
            use = 0
        case .life: lifeChoice = index
        case .existing: replaces = index == 1
        case .shown: isInline = index == 1
        case .uses: use = index
        case .name, .fileName, .contentType, .sizeLimit: return false
        }
        return row != .uses && index != choice.chosen
    }

    /// The next choice of the line, or the one before.
    mutating func step(_ steps: Int) -> Bool {
        guard let choice else { return false }
        return choose((choice.chosen + steps + choice.count) % choice.count)
    }

    /// Takes a key as text for the line.
    mutating func edit(_ key: Key) -> Bool {
        // A digit on the line of lives begins one that is typed.
        if row == .life, !isLifeTyped, case .character(let scalar) = key.code, ("0"..."9").contains(scalar) {
            (lifeChoice, life) = (LinkLife.choices.count, TextField())
        }
        guard var field = text(row) else { return false }
        let former = field.text
        _ = field.handle(key)
        set(field)
        return !field.text.utf8.elementsEqual(former.utf8)
    }

    mutating func insert(_ pasted: String) -> Bool {
        if var path {
            path.insert(pasted)
            self.path = path
            return false
        }
        guard var field = text(row) else { return false }
        field.insert(pasted)
        set(field)
        return !pasted.isEmpty
    }

    private mutating func set(_ field: TextField) {
        switch row {
        case .life: life = field
        case .name: name = field
        case .fileName: fileName = field
        case .contentType: contentType = field
        case .sizeLimit: sizeLimit = field
        case .method, .existing, .shown, .uses: break
        }
    }
}
