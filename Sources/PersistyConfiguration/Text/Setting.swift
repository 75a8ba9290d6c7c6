import TOMLKit

/// A value of a TOML text.
enum Setting: Equatable {
    case text(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case moment
    case list([Setting])
    case table([String: Setting])

    /// What it is, as a person would say.
    var kind: String {
        switch self {
        case .text: "text"
        case .integer: "an integer"
        case .number: "a decimal number"
        case .boolean: "true or false"
        case .moment: "a date or time"
        case .list: "a list"
        case .table: "a table"
        }
    }

    init(_ value: any TOMLValueConvertible) {
        switch value.type {
        case .string: self = .text(value.string ?? "")
        case .int: self = .integer(value.int ?? 0)
        case .double: self = .number(value.double ?? 0)
        case .bool: self = .boolean(value.bool ?? false)
        case .date, .time, .dateTime: self = .moment
        case .array: self = .list(value.array.map { $0.map(Setting.init) } ?? [])
        case .table: self = value.table.map(Setting.init) ?? .table([:])
        }
    }

    init(_ table: TOMLTable) {
        self = .table(Dictionary(table.map { ($0.0, Setting($0.1)) }) { first, _ in first })
    }
}
