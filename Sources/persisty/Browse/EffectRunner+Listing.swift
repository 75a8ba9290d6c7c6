import Browser
import Logging
import NIOPosix
import PersistyData

extension EffectRunner {
    func list(_ side: Side, _ id: Int, _ place: Browser.Place) async {
        do throws(DataError) {
            let store = try await stores.store(place.store)
            let listing = store.list(.folder(place.prefix), attributes: false)
            var rows = 0
            while let batch = try await listing.next() {
                guard !Task.isCancelled else { return }
                rows += batch.count
                post(.listed(side, listing: id, batch))
            }
            logger.debug("listed", metadata: ["place": "\(store.name):\(place.prefix.text)", "rows": "\(rows)"])
            post(.listingEnded(side, listing: id, .complete))
        } catch {
            guard !Task.isCancelled else { return }
            post(.listingEnded(side, listing: id, .failed(error)))
        }
    }

    func arrange(
        _ side: Side, _ listing: Listing, _ arrangement: Arrangement, _ id: Int, former: [Row], covered: Int
    ) async {
        let rows = try? await threads.runIfActive {
            arrangement.rows(of: listing, former: covered > 0 ? (former, covered) : nil)
        }
        guard let rows else { return }
        post(.arranged(side, listing: listing.id, arrangement: id, rows: rows, covered: listing.count))
    }

    func attributes(
        _ side: Side, _ id: Int, _ place: Browser.Place, _ batch: Int, _ rows: ItemBatch, wanted: [Row]?, inside: [Int]
    ) async {
        var filled = rows
        do throws(DataError) {
            let store = try await stores.store(place.store)
            filled = try await store.attributes(of: rows, under: place.prefix.text, rows: inside)
        } catch {
            // The folder went away while it was being looked at: its rows have no attributes, and that is the answer.
            filled.setAttributes(
                sizes: Array(repeating: ItemBatch.unknownSize, count: rows.count),
                times: Array(repeating: ItemBatch.unknownTime, count: rows.count))
        }
        post(.attributed(side, listing: id, batch: batch, rows: wanted, filled))
    }

    /// Items up to this size have their validators read before they come into view.
    private static let smallItem: Int64 = 1 << 20
    /// How many validators are read at once: as many as processors of a small machine hash.
    private static let etagsAtOnce = 2

    func etags(
        _ side: Side, _ id: Int, _ place: Browser.Place, _ rows: [(row: Row, key: DataKey)],
        ahead: [(row: Row, key: DataKey)]
    ) async {
        guard let store = try? await stores.store(place.store) else { return }
        // Those in view first, and of them the short ones: a long one keeps no other waiting.
        let wanted =
            await items(rows, in: store).sorted { $0.item.size < $1.item.size }
            + items(ahead, in: store).filter { $0.item.size <= Self.smallItem }
        await withTaskGroup(of: Void.self) { group in
            for (index, (row, item)) in wanted.enumerated() {
                if index >= Self.etagsAtOnce { await group.next() }
                guard !Task.isCancelled else { return }
                group.addTask { [post] in
                    // One that cannot be read has no ETag to show; opening it will say why.
                    guard let etag = try? await store.etag(of: item, progress: nil), !Task.isCancelled else { return }
                    post(.etag(side, listing: id, row, etag))
                }
            }
        }
    }

    /// The items that are there.
    private func items(
        _ rows: [(row: Row, key: DataKey)], in store: any DataStore
    ) async -> [(row: Row, item: DataItem)] {
        zip(rows, await store.read(rows.map(\.key))).compactMap { row, result in
            guard case .success(let item?) = result else { return nil }
            return (row.row, item)
        }
    }
}
