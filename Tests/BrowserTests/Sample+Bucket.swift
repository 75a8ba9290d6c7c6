import Browser
import PersistyData
import TerminalUI

extension Sample {
    /// A bucket on the left, a chunk store on the right.
    static func bucket(columns: Int = 120) throws -> Model {
        let settings = Model.Settings(keymap: try Keymap<Action>.browser(), themes: ["terminal"], theme: "terminal")
        let bucket = StoreEntry(
            id: 0, name: "lake", kind: "s3", location: "s3://ledgers",
            capabilities: [
                .everyOperation, .attributes, .listsAttributes, .listsETags, .tags, .versions, .storageClasses,
                .uploads,
            ])
        var model = Model(
            stores: [bucket, stores[1]], left: Place(store: 0), right: Place(store: 1), settings: settings, now: now)
        _ = model.update(.resized(Size(columns: columns, rows: 24)))
        _ = model.start()
        var batch = ItemBatch()
        for name in ["a.csv", "b.csv"] {
            batch.append(name: name, kind: .item, size: 10, time: now, etag: etag(name), contentType: "text/csv")
            batch.setLast(storageClass: Array("GLACIER".utf8)[...])
        }
        let id = model.panes[.left].listing.id
        _ = model.update(.listed(.left, listing: id, batch))
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        return model
    }
}
