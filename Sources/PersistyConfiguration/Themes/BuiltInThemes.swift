/// The themes of the folder `themes`, so that the one binary has them all.
///
/// Made by `RECORD=1 swift test --filter PersistyConfigurationTests`; a test compares it with the folder.
enum BuiltInThemes {
    static let texts: [String: String] = [
        "catppuccin-latte": #"""
        schema = 1
        name = "Catppuccin Latte"
        kind = "light"
        pair = "catppuccin-mocha"
        inherits = "base"
        credit = "Catppuccin, MIT, https://github.com/catppuccin/catppuccin"

        # Moved in lightness, to be read on its background: blue, green, yellow, cyan, orange, accent.

        [palette]
        base = "#eff1f5"
        surface = "#dce0e8"
        overlay = "#6c6f85"
        border = "#acb0be"
        text = "#4c4f69"
        accent = "#1961f0"
        ink = "#eff1f5"
        blue = "#1961f0"
        green = "#187f00"
        yellow = "#a55800"
        red = "#d20f39"
        magenta = "#8839ef"
        cyan = "#00787f"
        orange = "#cd3400"

        [palette.16]
        base = "default"
        surface = "default"
        overlay = "bright-black"
        border = "default"
        text = "default"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "green"
        yellow = "yellow"
        red = "red"
        magenta = "magenta"
        cyan = "cyan"
        orange = "yellow"

        """#,
        "catppuccin-mocha": #"""
        schema = 1
        name = "Catppuccin Mocha"
        kind = "dark"
        pair = "catppuccin-latte"
        inherits = "base"
        credit = "Catppuccin, MIT, https://github.com/catppuccin/catppuccin"

        [palette]
        base = "#1e1e2e"
        surface = "#313244"
        overlay = "#7f849c"
        border = "#585b70"
        text = "#cdd6f4"
        accent = "#89b4fa"
        ink = "#1e1e2e"
        blue = "#89b4fa"
        green = "#a6e3a1"
        yellow = "#f9e2af"
        red = "#f38ba8"
        magenta = "#cba6f7"
        cyan = "#94e2d5"
        orange = "#fab387"

        [palette.16]
        base = "default"
        surface = "default"
        overlay = "bright-black"
        border = "default"
        text = "default"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "green"
        yellow = "yellow"
        red = "red"
        magenta = "magenta"
        cyan = "cyan"
        orange = "yellow"

        """#,
        "commander": #"""
        schema = 1
        name = "Commander"
        kind = "dark"
        inherits = "base"
        credit = "The blue of the commanders since 1986"

        [palette]
        base = "#0000a8"
        surface = "#000087"
        overlay = "#8c8cff"
        border = "#a8a8a8"
        text = "#b2b2b2"
        accent = "#00a8a8"
        ink = "#000000"
        blue = "#ffffff"
        green = "#54fc54"
        yellow = "#fcfc54"
        red = "#ff8787"
        magenta = "#ff87ff"
        cyan = "#54fcfc"
        orange = "#ffaf5f"

        [palette.16]
        base = "blue"
        surface = "black"
        overlay = "cyan"
        border = "white"
        text = "white"
        accent = "cyan"
        ink = "black"
        blue = "bright-white"
        green = "bright-green"
        yellow = "bright-yellow"
        red = "bright-yellow"
        magenta = "bright-cyan"
        cyan = "bright-cyan"
        orange = "bright-yellow"

        """#,
        "deuteranopia": #"""
        schema = 1
        name = "Deuteranopia"
        kind = "dark"
        inherits = "base"
        credit = "After Masataka Okabe and Kei Ito, Color Universal Design, https://jfly.uni-koeln.de/color"

        [palette]
        base = "#121212"
        surface = "#303030"
        overlay = "#9e9e9e"
        border = "#6c6c6c"
        text = "#e4e4e4"
        accent = "#56b4e9"
        ink = "#000000"
        blue = "#56b4e9"
        green = "#7cc8ff"
        yellow = "#f0e442"
        red = "#ff8c3b"
        magenta = "#cc79a7"
        cyan = "#b5d8f0"
        orange = "#e69f00"

        [palette.16]
        base = "default"
        surface = "default"
        overlay = "bright-black"
        border = "default"
        text = "default"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "bright-blue"
        yellow = "bright-yellow"
        red = "yellow"
        magenta = "bright-magenta"
        cyan = "cyan"
        orange = "yellow"

        """#,
        "gruvbox-dark": #"""
        schema = 1
        name = "Gruvbox Dark"
        kind = "dark"
        inherits = "base"
        credit = "Pavel Pertsev, MIT, https://github.com/morhetz/gruvbox"

        # Moved in lightness, to be read on its background: red.

        [palette]
        base = "#282828"
        surface = "#3c3836"
        overlay = "#928374"
        border = "#665c54"
        text = "#ebdbb2"
        accent = "#83a598"
        ink = "#282828"
        blue = "#83a598"
        green = "#b8bb26"
        yellow = "#fabd2f"
        red = "#ff523d"
        magenta = "#d3869b"
        cyan = "#8ec07c"
        orange = "#fe8019"

        [palette.16]
        base = "default"
        surface = "default"
        overlay = "bright-black"
        border = "default"
        text = "default"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "green"
        yellow = "yellow"
        red = "red"
        magenta = "magenta"
        cyan = "cyan"
        orange = "yellow"

        """#,
        "high-contrast-dark": #"""
        schema = 1
        name = "High Contrast Dark"
        kind = "dark"
        pair = "high-contrast-light"
        inherits = "base"

        [palette]
        base = "#000000"
        surface = "#262626"
        overlay = "#c6c6c6"
        border = "#ffffff"
        text = "#ffffff"
        accent = "#ffff00"
        ink = "#000000"
        blue = "#87d7ff"
        green = "#5fff5f"
        yellow = "#ffff00"
        red = "#ff8787"
        magenta = "#ff9cff"
        cyan = "#5fffff"
        orange = "#ffaf5f"

        [palette.16]
        base = "black"
        surface = "black"
        overlay = "white"
        border = "bright-white"
        text = "bright-white"
        accent = "bright-yellow"
        ink = "black"
        blue = "bright-cyan"
        green = "bright-green"
        yellow = "bright-yellow"
        red = "bright-red"
        magenta = "bright-magenta"
        cyan = "bright-cyan"
        orange = "yellow"

        """#,
        "high-contrast-light": #"""
        schema = 1
        name = "High Contrast Light"
        kind = "light"
        pair = "high-contrast-dark"
        inherits = "base"

        [palette]
        base = "#ffffff"
        surface = "#e4e4e4"
        overlay = "#444444"
        border = "#000000"
        text = "#000000"
        accent = "#00005f"
        ink = "#ffffff"
        blue = "#0000af"
        green = "#005f00"
        yellow = "#5f3f00"
        red = "#870000"
        magenta = "#5f005f"
        cyan = "#004f5f"
        orange = "#7f2f00"

        [palette.16]
        base = "bright-white"
        surface = "bright-white"
        overlay = "black"
        border = "black"
        text = "black"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "black"
        yellow = "magenta"
        red = "red"
        magenta = "magenta"
        cyan = "blue"
        orange = "red"

        """#,
        "mono": #"""
        schema = 1
        name = "Mono"
        kind = "any"
        inherits = "base"

        [palette]
        overlay = "default"
        accent = "default"
        ink = "default"
        blue = "default"
        green = "default"
        yellow = "default"
        red = "default"
        magenta = "default"
        cyan = "default"
        orange = "default"

        [roles]
        "text.dim" = { dim = true }
        "border.focus" = { bold = true }
        "row.cursor" = { reverse = true }
        "row.cursor.idle" = { underline = true }
        "row.marked" = { bold = true }
        "row.marked.cursor" = { bold = true, reverse = true }
        "row.drag" = { underline = true }
        "row.drop" = { reverse = true }
        "store.active" = { reverse = true }
        "store.offline" = { dim = true }
        "warning" = { bold = true }
        "error" = { bold = true, underline = true }
        "input.selection" = { reverse = true }
        "button.focus" = { reverse = true }

        """#,
        "nord": #"""
        schema = 1
        name = "Nord"
        kind = "dark"
        inherits = "base"
        credit = "Sven Greb, MIT, https://github.com/nordtheme/nord"

        # Moved in lightness, to be read on its background: overlay, red, magenta, orange.

        [palette]
        base = "#2e3440"
        surface = "#3b4252"
        overlay = "#818ea7"
        border = "#4c566a"
        text = "#d8dee9"
        accent = "#88c0d0"
        ink = "#2e3440"
        blue = "#81a1c1"
        green = "#a3be8c"
        yellow = "#ebcb8b"
        red = "#e38189"
        magenta = "#b791b0"
        cyan = "#8fbcbb"
        orange = "#d38a73"

        [palette.16]
        base = "default"
        surface = "default"
        overlay = "bright-black"
        border = "default"
        text = "default"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "green"
        yellow = "yellow"
        red = "red"
        magenta = "magenta"
        cyan = "cyan"
        orange = "yellow"

        """#,
        "solarized-dark": #"""
        schema = 1
        name = "Solarized Dark"
        kind = "dark"
        pair = "solarized-light"
        inherits = "base"
        credit = "Ethan Schoonover, MIT, https://github.com/altercation/solarized"

        # Moved in lightness, to be read on its background: overlay, blue, red, magenta, orange, accent.

        [palette]
        base = "#002b36"
        surface = "#073642"
        overlay = "#687e86"
        border = "#586e75"
        text = "#93a1a1"
        accent = "#3294dc"
        ink = "#002b36"
        blue = "#3294dc"
        green = "#859900"
        yellow = "#b58900"
        red = "#fb524a"
        magenta = "#f0539a"
        cyan = "#2aa198"
        orange = "#e96637"

        [palette.16]
        base = "default"
        surface = "default"
        overlay = "bright-black"
        border = "default"
        text = "default"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "green"
        yellow = "yellow"
        red = "red"
        magenta = "magenta"
        cyan = "cyan"
        orange = "yellow"

        """#,
        "solarized-light": #"""
        schema = 1
        name = "Solarized Light"
        kind = "light"
        pair = "solarized-dark"
        inherits = "base"
        credit = "Ethan Schoonover, MIT, https://github.com/altercation/solarized"

        # Moved in lightness, to be read on its background: text, overlay, blue, green, yellow, red, magenta, cyan, orange, accent.

        [palette]
        base = "#fdf6e3"
        surface = "#eee8d5"
        overlay = "#768688"
        border = "#93a1a1"
        text = "#556b72"
        accent = "#0075bb"
        ink = "#fdf6e3"
        blue = "#0075bb"
        green = "#657700"
        yellow = "#946900"
        red = "#d72c2a"
        magenta = "#cc2e7c"
        cyan = "#007e76"
        orange = "#c6460e"

        [palette.16]
        base = "default"
        surface = "default"
        overlay = "bright-black"
        border = "default"
        text = "default"
        accent = "blue"
        ink = "bright-white"
        blue = "blue"
        green = "green"
        yellow = "yellow"
        red = "red"
        magenta = "magenta"
        cyan = "cyan"
        orange = "yellow"

        """#,
        "terminal": #"""
        schema = 1
        name = "Terminal"
        kind = "any"
        inherits = "base"

        # Only the terminal's own sixteen colours: whoever chose them can read them.
        [palette]
        accent = "cyan"

        [roles]
        "row.cursor" = { reverse = true }
        "row.cursor.idle" = { underline = true }
        "row.marked.cursor" = { fg = "yellow", bold = true, reverse = true }
        "row.drop" = { reverse = true, bold = true }
        "store.active" = { reverse = true, bold = true }
        "input.selection" = { reverse = true }
        "button" = { fg = "text", underline = true }
        "button.focus" = { reverse = true, bold = true }

        """#,
    ]
}
