import PersistyData
import TerminalUI

/// Which columns a pane of some width shows, and where. The first chosen ones stay the longest.
struct ColumnLayout: Equatable {
    struct Place: Equatable {
        var column: Column
        /// From the pane's left edge.
        var start: Int
        var width: Int
    }

    var places: [Place] = []

    /// The name begins behind the cursor's bar and the mark.
    static let nameStart = 2
    private static let gap = 2

    init(_ columns: [Column], width: Int) {
        var rest = width - Self.nameStart - 1
        let leastName = min(rest, width < 50 ? 14 : 18)
        var chosen: [Place] = []
        for column in columns where column != .name {
            let width = Self.width(of: column, paneWidth: width)
            guard rest - width - Self.gap >= leastName else { continue }
            rest -= width + Self.gap
            chosen.append(Place(column: column, start: 0, width: width))
        }
        places = [Place(column: .name, start: Self.nameStart, width: max(0, rest))]
        var start = Self.nameStart + max(0, rest)
        for column in columns {
            guard var place = chosen.first(where: { $0.column == column }) else { continue }
            place.start = start + Self.gap
            start = place.start + place.width
            places.append(place)
        }
    }

    /// The columns of a pane on a store: storage classes only where it has any.
    init(_ columns: [Column], _ capabilities: DataCapabilities?, width: Int) {
        let hasClasses = capabilities?.contains(.storageClasses) == true
        self.init(hasClasses ? columns : columns.filter { $0 != .storageClass }, width: width)
    }

    func place(of column: Column) -> Place? { places.first { $0.column == column } }

    private static func width(of column: Column, paneWidth: Int) -> Int {
        switch column {
        case .name: 0
        case .size: 10
        case .modified: paneWidth >= 50 ? 12 : 6
        case .etag: paneWidth >= 90 ? 32 : 9
        case .storageClass: paneWidth >= 90 ? 12 : 8
        case .type: paneWidth >= 90 ? 16 : 8
        }
    }
}
