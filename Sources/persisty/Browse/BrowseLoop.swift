import Browser
import Logging
import NcursesTerminal
import PersistyConfiguration
import PersistyData
import TerminalUI

/// The loop on the thread that owns the terminal: wait, take everything that waits, update for each, draw once.
struct BrowseLoop: ~Copyable {
    private var terminal: Terminal
    private var model: Model
    private var theme: Theme
    private let themes: ThemeLibrary
    private let runner: EffectRunner
    private let inbox: Inbox
    private let logger: Logger
    private var frame: Frame<Target>
    private var screen = Screen()
    private var isEnding = false

    /// How long the first frame waits for both panes' first rows, in milliseconds: one frame that is right costs less
    /// than two.
    private static let firstFrameWait = 60
    /// How long a frame waits for the attributes of rows that have come into view.
    private static let attributesWait = 4

    init(
        terminal: consuming Terminal, model: consuming Model, theme: Theme, themes: ThemeLibrary, runner: EffectRunner,
        inbox: Inbox, logger: Logger
    ) {
        self.terminal = terminal
        self.model = model
        self.theme = theme
        self.themes = themes
        self.runner = runner
        self.inbox = inbox
        self.logger = logger
        frame = Frame(size: Size(columns: 0, rows: 0))
    }

    var placeHistory: PlaceHistory { model.placeHistory }

    mutating func run() {
        _ = model.update(.resized(terminal.size))
        carryOut(model.start())
        settle(milliseconds: Self.firstFrameWait) { model in
            Side.allCases.allSatisfy { model.panes[$0].listing.state != .loading || model.panes[$0].listing.count > 0 }
                && !model.isAwaitingAttributes
        }
        draw()
        carryOut([.openStores])
        while !isEnding {
            take(terminal.wait(upTo: nil))
            if model.isAwaitingAttributes {
                settle(milliseconds: Self.attributesWait) { !$0.isAwaitingAttributes }
            }
            awaitLine()
            if !isEnding { draw() }
        }
    }

    /// A line that still has an older frame to send gets no newer one behind it: only the last state is drawn.
    private mutating func awaitLine() {
        var unsent = UnsentOutput()
        var last: TerminalEvents?
        while !isEnding {
            let events: TerminalEvents
            switch unsent.step(terminal, after: last) {
            case .draw: return
            case .sleepUntilRoom: events = terminal.wait(orRoom: true)
            case .sleep(let milliseconds): events = terminal.wait(upTo: milliseconds)
            }
            last = events
            take(events)
        }
    }

    /// Takes messages until `isSettled` or the time is over.
    private mutating func settle(milliseconds: Int, _ isSettled: (borrowing Model) -> Bool) {
        let end = ContinuousClock.now.advanced(by: .milliseconds(milliseconds))
        while !isEnding, !isSettled(model) {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            let events = terminal.wait(upTo: max(1, Int(left / .milliseconds(1))))
            let isInput = !events.inputs.isEmpty
            take(events)
            if isInput { return }
        }
    }

    private mutating func take(_ events: TerminalEvents) {
        if let size = events.resized { advance(.resized(size)) }
        for input in events.inputs {
            var target: Target?
            if case .mouse(let mouse) = input { target = frame.target(at: mouse.point) }
            advance(.input(input, over: target, at: .now))
            // A click may lead elsewhere: what the next one hits is decided on the new screen.
            if target != nil, case .mouse(let mouse) = input, !mouse.isMotion { frame = view(model) }
        }
        for signal in events.signals { advance(signal == .suspend ? .suspendRequested : .terminated) }
        if events.isClosed { advance(.terminated) }
        for message in inbox.drain() { advance(message) }
    }

    private mutating func advance(_ message: Message) {
        logger.note(message)
        carryOut(model.update(message))
    }

    private mutating func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .quit: isEnding = true
            case .redraw: terminal.redraw()
            case .suspend: terminal.suspend()
            case .copyText(let text, let what):
                let isCopied = terminal.copyToClipboard(text)
                let notice =
                    isCopied
                    ? Notice(.info, "Copied \(what) to the terminal's clipboard.")
                    : Notice(.warning, "This is too long for the terminal's clipboard; nothing was copied.")
                advance(.said(notice))
            case .chooseTheme(let name): choose(name)
            default: runner.run(effect)
            }
        }
    }

    private mutating func choose(_ name: String) {
        do {
            theme = try themes.load(name, depth: terminal.colorDepth).theme
            terminal.redraw()
            advance(.themeChanged(name: name))
        } catch {
            advance(.said(Notice(.error, ShownText(error: error))))
        }
    }

    private mutating func draw() {
        frame = screen.draw(model)
        terminal.show(frame.cells, cursor: frame.cursor, theme: theme)
    }
}

extension Mouse {
    /// Whether it only moved.
    var isMotion: Bool {
        switch action {
        case .moved, .dragged: true
        case .pressed, .released, .scrolled: false
        }
    }
}
