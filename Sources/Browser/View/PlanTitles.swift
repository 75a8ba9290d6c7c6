package import PersistyData
package import PersistyTransfer
package import TerminalUI

extension TransferLoss {
    /// What is lost and why, for the plan sheet and the command line.
    package var title: ShownText {
        switch self {
        case .attributes: "attributes other than the content type: the destination keeps none"
        case .tags: "tags, where there are any: the destination is not known to keep them"
        case .emptyFolders(let count): "\(counted(count, "empty folder")): the destination has none"
        }
    }
}

extension CopyPlan {
    /// How, for the plan sheet and the command line.
    package var title: ShownText {
        switch self {
        case .nothing: "there already; nothing to do"
        case .clone: "shared blocks (reflink), no bytes moved"
        case .kernel: "file to file, by the kernel where unverified"
        case .records: "inside the database"
        case .service: "inside the service, no bytes pass here"
        case .serviceParts: "inside the service in parts, no bytes pass here"
        case .parts: "in parts side by side, checked part by part"
        case .stream: "read here, written there, hashed on the way"
        }
    }
}
