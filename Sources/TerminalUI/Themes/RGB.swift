internal import Glibc

/// A colour of sRGB, and how the eye sees it.
struct RGB: Hashable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// `#rrggbb` in ASCII digits only.
    init?(hex text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 7, digits[0] == UInt8(ascii: "#") else { return nil }
        guard digits.dropFirst().allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        guard let value = UInt32(text.dropFirst(), radix: 16) else { return nil }
        self.init(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }

    private var linear: SIMD3<Double> { [Self.linear[Int(red)], Self.linear[Int(green)], Self.linear[Int(blue)]] }

    /// IEC 61966-2-1.
    private static let linear: [Double] = (0...255).map {
        let value = Double($0) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// WCAG 2.2, contrast ratio.
    func contrast(with other: RGB) -> Double {
        let one = luminance + 0.05
        let two = other.luminance + 0.05
        return max(one, two) / min(one, two)
    }

    var luminance: Double { (linear * [0.2126, 0.7152, 0.0722]).sum() }

    /// Björn Ottosson, “A perceptual color space for image processing”.
    var oklab: SIMD3<Double> {
        let rgb = linear
        let l = cbrt((rgb * [0.4122214708, 0.5363325363, 0.0514459929]).sum())
        let m = cbrt((rgb * [0.2119034982, 0.6806995451, 0.1073969566]).sum())
        let s = cbrt((rgb * [0.0883024619, 0.2817188376, 0.6299787005]).sum())
        let cone = SIMD3(l, m, s)
        return [
            (cone * [0.2104542553, 0.7936177850, -0.0040720468]).sum(),
            (cone * [1.9779984951, -2.4285922050, 0.4505937099]).sum(),
            (cone * [0.0259040371, 0.7827717662, -0.8086757660]).sum(),
        ]
    }

    init(oklab lab: SIMD3<Double>) {
        let cone = SIMD3(
            lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2],
            lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2],
            lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]
        )
        let cubed = cone * cone * cone
        self.init(
            Self.encoded((cubed * [4.0767416621, -3.3077115913, 0.2309699292]).sum()),
            Self.encoded((cubed * [-1.2684380046, 2.6097574011, -0.3413193965]).sum()),
            Self.encoded((cubed * [-0.0041960863, -0.7034186147, 1.7076147010]).sum())
        )
    }

    private static func encoded(_ linear: Double) -> UInt8 {
        let value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055
        return UInt8((max(0, min(1, value)) * 255).rounded())
    }

    func distance(to other: RGB) -> Double {
        let difference = oklab - other.oklab
        return (difference * difference).sum()
    }
}
