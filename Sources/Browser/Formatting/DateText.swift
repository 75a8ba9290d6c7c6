package import PersistyData
package import TerminalUI

/// Moments for people.
package struct DateText: Sendable {
    package var now: Timestamp
    package var offsets: UTCOffsets

    package init(now: Timestamp, offsets: UTCOffsets) {
        self.now = now
        self.offsets = offsets
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// For a column of 12: `Nov 21 14:02` within half a year, else `Jan 04  2025`, as ls(1) does.
    package func column(_ time: Timestamp) -> ShownText {
        let civil = time.civil(offset: offsets[time].offset)
        let day = "\(Self.months[civil.month - 1]) \(civil.day.padded(2))"
        return isRecent(time)
            ? "\(day) \(civil.hour.padded(2)):\(civil.minute.padded(2))" : "\(day)  \(civil.year.padded(4))"
    }

    /// For a column of 6: `14:02` today, `Nov 21` within half a year, else `2025`.
    package func short(_ time: Timestamp) -> ShownText {
        let civil = time.civil(offset: offsets[time].offset)
        let today = now.civil(offset: offsets[now].offset)
        if (civil.year, civil.month, civil.day) == (today.year, today.month, today.day) {
            return "\(civil.hour.padded(2)):\(civil.minute.padded(2))"
        }
        return isRecent(time) ? "\(Self.months[civil.month - 1]) \(civil.day.padded(2))" : "\(civil.year.padded(4))"
    }

    /// In full, local: `2026-11-21 14:02:44 CET`.
    package func full(_ time: Timestamp) -> ShownText {
        let zone = offsets[time]
        let civil = time.civil(offset: zone.offset)
        let day = "\(civil.year.padded(4))-\(civil.month.padded(2))-\(civil.day.padded(2))"
        return "\(day) \(civil.hour.padded(2)):\(civil.minute.padded(2)):\(civil.second.padded(2)) \(zone.name)"
    }

    /// How long ago: `2 days ago`; `in 3 hours` for a moment to come.
    package func age(_ time: Timestamp) -> ShownText {
        let seconds = now.seconds - time.seconds
        if seconds == 0 { return "now" }
        let text = Self.length(abs(seconds))
        return seconds > 0 ? "\(text) ago" : "in \(text)"
    }

    private static func length(_ seconds: Int64) -> ShownText {
        let units: [(Int64, String)] = [
            (365 * 86_400, "year"), (30 * 86_400, "month"), (86_400, "day"), (3600, "hour"), (60, "minute"),
        ]
        for (unit, name) in units where seconds >= unit { return counted(Int(seconds / unit), name) }
        return counted(Int(seconds), "second")
    }

    private func isRecent(_ time: Timestamp) -> Bool {
        let age = now.seconds - time.seconds
        return age < 183 * 86_400 && age > -86_400
    }
}

/// `1 item`, `2 items`.
package func counted(_ count: Int, _ noun: String) -> ShownText {
    "\(ByteCount.exact(Int64(count))) \(count == 1 ? noun : noun + "s")"
}

/// A length of time for a progress line: `0:11`, `2:40`, `1:02:03`.
package func clockText(_ duration: Duration) -> ShownText {
    let seconds = Int(max(0, duration.components.seconds))
    let minutes = "\(seconds / 60 % 60)"
    guard seconds >= 3600 else { return "\(minutes):\((seconds % 60).padded(2))" }
    return "\(seconds / 3600):\((seconds / 60 % 60).padded(2)):\((seconds % 60).padded(2))"
}
