import Foundation

/// The messenger, running, in a page of a browser.
package struct MessengerPage: Sendable {
    package let page: BrowserPage
    /// Where it is, with a “/” at the end.
    package let url: String

    /// Runs the messenger with `arguments`, keeps its data in `folder`, and opens its page.
    package static func with<Result>(
        _ arguments: [String] = [], environment: [String: String] = [:], in folder: String, _ chromium: Chromium,
        _ body: (MessengerPage) async throws -> Result
    ) async throws -> Result {
        let port = try ReservedPort()
        let all = ["--data", folder + "/messenger", "--port", "\(port.number)"] + arguments
        return try await BuiltProgram.run("messenger", all, environment: environment, in: folder) {
            let messenger = MessengerPage(page: try await chromium.page(), url: "http://127.0.0.1:\(port.number)/")
            try await messenger.page.open(messenger.url)
            let result = try await body(messenger)
            withExtendedLifetime(port) {}
            return result
        }
    }

    /// Signs up, or logs in, and waits until it is done.
    package func enter(_ name: String, isNew: Bool = true) async throws {
        try await page.type(name, into: "#name")
        try await page.type("correct horse \(name)", into: "#password")
        try await page.click(isNew ? "button[name=up]" : "button[name=in]")
        try await page.wait(until: "!$('compose').hidden && $('me').textContent === '\(name)'")
    }

    package func leave() async throws {
        try await page.click("#out")
        try await page.wait(until: "!$('enter').hidden")
    }

    /// Posts a message, and waits until it is shown, or something is said against it.
    package func post(_ text: String, image: String? = nil) async throws {
        try await page.type(text, into: "#text")
        if let image { try await page.choose(image, in: "#image") }
        try await page.click("#post")
        try await page.wait(
            until: "document.querySelector('article p')?.textContent === '\(text)' || $('problem').textContent")
    }

    /// What is said against what was done last; empty where nothing is.
    package var problem: String { get async throws { try await page.value("$('problem').textContent") } }

    /// The address and the width of the newest picture, once the browser has all of it or gives up.
    package func newestPicture() async throws -> (address: String, width: Int) {
        try await page.wait(until: "document.querySelector('article img')?.complete")
        return (
            try await page.value("document.querySelector('article img').src"),
            try await page.value("document.querySelector('article img').naturalWidth")
        )
    }

    /// What refuses a form for the key of somebody else; empty where nothing does.
    package func refusalOfForm(for key: String) async throws -> String {
        try await page.value(
            "ask('POST', '/forms', { contentType: 'image/png', key: '\(key)' }).then(() => '', refused => refused.message)"
        )
    }

    /// Sends a picture by a form of one's own in which `name` is put where one's own name stands; what refuses it.
    package func refusalOfForm(by owner: String, changedTo name: String) async throws -> String {
        try await page.value(
            """
            (async () => {
              const { form } = await ask('POST', '/forms', { contentType: 'image/png' });
              const changed = text => text.replace('\(owner)/', '\(name)/');
              form.url = changed(form.url);
              for (const field of form.fields) if (field.name === 'key') field.value = changed(field.value);
              return send(form, new File(['a picture'], 'a.png', { type: 'image/png' }));
            })().then(() => '', refused => refused.message)
            """)
    }

    /// Draws a picture, 640 pixels wide, into a file of the folder; gives its path.
    package func drawPicture(in folder: String) async throws -> String {
        let text: String = try await page.value(Self.drawing)
        guard let data = Data(base64Encoded: text) else { throw ClientFailure("There is no picture.") }
        let path = folder + "/picture.png"
        try data.write(to: URL(filePath: path))
        return path
    }

    /// Mountains before an evening sky.
    private static let drawing = """
        (() => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 320 });
          const brush = canvas.getContext('2d');
          const sky = brush.createLinearGradient(0, 0, 0, 320);
          sky.addColorStop(0, '#27446e');
          sky.addColorStop(1, '#f3a66b');
          brush.fillStyle = sky;
          brush.fillRect(0, 0, 640, 320);
          brush.fillStyle = '#ffe3b0';
          brush.beginPath();
          brush.arc(450, 170, 34, 0, 7);
          brush.fill();
          for (const [color, base, height] of [['#5d5f7e', 230, 80], ['#3d4663', 262, 60], ['#222c44', 292, 40]]) {
            brush.fillStyle = color;
            brush.beginPath();
            brush.moveTo(0, 320);
            for (let x = 0; x <= 640; x += 8) {
              brush.lineTo(x, base - height * Math.abs(Math.sin(x / (height * 1.7)) * Math.cos(x / 97 + base)));
            }
            brush.lineTo(640, 320);
            brush.fill();
          }
          return canvas.toDataURL('image/png').split(',')[1];
        })()
        """
}
