package import Foundation

/// A page in the browser, as somebody uses it.
package struct BrowserPage: Sendable {
    let tools: DevTools
    let session: String

    private struct Evaluated<Value: Decodable>: Decodable {
        struct Object: Decodable {
            var value: Value?
            var objectId: String?
        }
        struct Exception: Decodable {
            struct Object: Decodable { var description: String? }
            var text: String
            var exception: Object?
        }
        var result: Object
        var exceptionDetails: Exception?
    }

    /// Goes to `url`, until all of the page is there.
    package func open(_ url: String) async throws {
        struct Navigated: Decodable { var errorText: String? }
        try await loading {
            let navigated: Navigated = try await tools.call("Page.navigate", ["url": url], session: session)
            if let error = navigated.errorText { throw ClientFailure("The page cannot be opened: \(error).") }
        }
    }

    /// Does something by which a page is loaded, and waits for it.
    package func loading(_ body: () async throws -> Void) async throws {
        let count = tools.eventCount
        try await body()
        _ = try await event("Page.loadEventFired", after: count)
    }

    /// What a script comes to, once it is known.
    package func value<Value: Decodable & Sendable>(
        _ script: String, as type: Value.Type = Value.self
    ) async throws -> Value {
        guard let value = try await evaluate(script, as: type, byValue: true).result.value else {
            throw ClientFailure("The script gives nothing: \(script)")
        }
        return value
    }

    /// Runs a script to its end.
    package func run(_ script: String) async throws {
        let _: String = try await value("(async () => { \(script) })().then(() => 'done')")
    }

    /// Waits until something is so in the page.
    package func wait(until condition: String) async throws {
        try await run(
            "await new Promise(done => { const look = () => (\(condition)) ? done() : setTimeout(look, 10); look(); })")
    }

    /// Types into the field that `selector` finds.
    package func type(_ text: String, into selector: String) async throws {
        try await run("document.querySelector('\(selector)').focus(); document.querySelector('\(selector)').value = ''")
        try await call("Input.insertText", ["text": text])
    }

    package func click(_ selector: String) async throws {
        try await run("document.querySelector('\(selector)').click()")
    }

    /// Chooses a file in the field that `selector` finds.
    package func choose(_ file: String, in selector: String) async throws {
        let field = try await evaluate(
            "document.querySelector('\(selector)')", as: DevTools.Nothing.self, byValue: false)
        guard let object = field.result.objectId else { throw ClientFailure("There is no \(selector).") }
        try await call("DOM.setFileInputFiles", ["files": [file], "objectId": object])
    }

    /// Clicks, by which a form is sent; gives the status of the service's answer.
    package func status(ofSending selector: String, to url: String) async throws -> Int {
        struct Received: Decodable {
            struct Response: Decodable {
                var url: String
                var status: Int
            }
            var response: Response
        }
        let count = tools.eventCount
        try await click(selector)
        let event = try await event("Network.responseReceived", after: count) {
            $0.parameters(Received.self)?.response.url == url
        }
        return event.parameters(Received.self)?.response.status ?? 0
    }

    /// Goes to an address that is saved and not shown; gives the file, once all of it is there.
    package func download(_ url: String) async throws -> Data {
        struct Progress: Decodable {
            var guid: String
            var state: String
            var filePath: String?
        }
        struct Navigated: Decodable { var errorText: String? }
        let count = tools.eventCount
        // It ends with an error, since no page comes of it.
        let _: Navigated = try await tools.call("Page.navigate", ["url": url], session: session)
        let event = try await tools.event(after: count) { event in
            event.method == "Browser.downloadProgress"
                && event.parameters(Progress.self).map { $0.state != "inProgress" } ?? false
        }
        guard let ended = event.parameters(Progress.self), ended.state == "completed", let path = ended.filePath,
            let content = FileManager.default.contents(atPath: path)
        else { throw ClientFailure("The download did not come to its end.") }
        return content
    }

    /// What the browser complained of as unsafe.
    package var complaints: [String] {
        struct Added: Decodable {
            struct Entry: Decodable {
                var source: String
                var text: String
            }
            var entry: Entry
        }
        return tools.events("Log.entryAdded", session: session)
            .compactMap { $0.parameters(Added.self)?.entry }
            .filter { $0.source == "security" }.map(\.text)
    }

    /// A picture of the page, as PNG.
    package func picture(width: Int, height: Int) async throws -> Data {
        struct Captured: Decodable { var data: Data }
        try await call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
        let captured: Captured = try await tools.call("Page.captureScreenshot", ["format": "png"], session: session)
        return captured.data
    }

    func call(_ method: String, _ parameters: [String: any Sendable] = [:]) async throws {
        let _: DevTools.Nothing = try await tools.call(method, parameters, session: session)
    }

    private func event(
        _ method: String, after count: Int, _ isWanted: @escaping @Sendable (DevTools.Event) -> Bool = { _ in true }
    ) async throws -> DevTools.Event {
        try await tools.event(after: count) { [session] in
            $0.method == method && $0.session == session && isWanted($0)
        }
    }

    private func evaluate<Value: Decodable>(
        _ script: String, as type: Value.Type, byValue: Bool
    ) async throws -> Evaluated<Value> {
        let evaluated: Evaluated<Value> = try await tools.call(
            "Runtime.evaluate",
            ["expression": script, "awaitPromise": true, "returnByValue": byValue, "userGesture": true],
            session: session)
        if let fault = evaluated.exceptionDetails {
            throw ClientFailure(fault.exception?.description ?? fault.text)
        }
        return evaluated
    }
}
