import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@Suite struct TerminalGraphicsTests {
  let image = noise(UInt8.self, width: 60, height: 40, channels: 3)

  @Test func kittyChunksJoinToThePicture() throws {
    let text = String(decoding: try TerminalGraphics.kitty.encode(image), as: UTF8.self)
    #expect(text.hasSuffix("\n"))
    let chunks = text.dropLast().components(separatedBy: "\u{1B}\\").dropLast()
    #expect(chunks.count > 1)
    var payload = ""
    for (i, chunk) in chunks.enumerated() {
      let parts = chunk.split(separator: ";", maxSplits: 1)
      let more = i < chunks.count - 1 ? "m=1" : "m=0"
      #expect(parts[0] == "\u{1B}_G" + (i == 0 ? "a=T,f=100," : "") + more)
      #expect(parts[1].utf8.count <= 4096)
      payload += parts[1]
    }
    try expectPicture(base64: payload)
  }

  @Test func iTermHoldsThePicture() throws {
    let text = String(decoding: try TerminalGraphics.iTerm2.encode(image), as: UTF8.self)
    let prefix = "\u{1B}]1337;File=inline=1;size="
    #expect(text.hasPrefix(prefix) && text.hasSuffix("\u{7}\n"))
    let rest = text.dropFirst(prefix.count).dropLast(2).components(separatedBy: ";preserveAspectRatio=1:")
    #expect(Int(rest[0]) == Data(base64Encoded: rest[1])?.count)
    try expectPicture(base64: rest[1])
  }

  private func expectPicture(base64: String) throws {
    let folder = try TemporaryFolder()
    try #require(Data(base64Encoded: base64)).write(to: URL(fileURLWithPath: folder.file("a.png")))
    #expect(
      try Image(contentsOf: URL(filePath: folder.file("a.png"))).values(as: UInt8.self) == image.values(as: UInt8.self))
  }

  @Test func sixelsDecodeToNearbyColours() throws {
    let values = (0..<20 * 13).flatMap { i -> [UInt8] in i % 20 < 10 ? [0, 0, 255] : [102, 51, 0] }
    let picture = Image(size: ImageSize(width: 20, height: 13), channels: 3, values: values)
    let decoded = try SixelReader.decode(try TerminalGraphics.sixel.encode(picture))
    #expect(decoded.width == 20 && decoded.height == 13)
    #expect(decoded.rgb[0] == [100, 0, 0] && decoded.rgb[12 * 20 + 19] == [0, 20, 40])
    #expect(decoded.rgb.count == 260)
  }

  @Test func sixelsDitherToTheRightMean() throws {
    let picture = Image(
      size: ImageSize(width: 60, height: 60), channels: 1, values: [UInt8](repeating: 128, count: 3600))
    let decoded = try SixelReader.decode(try TerminalGraphics.sixel.encode(picture))
    let mean = Double(decoded.rgb.reduce(0) { $0 + $1[0] }) / 3600
    #expect(abs(mean - 100 * 128 / 255) < 0.5)
  }

  @Test(arguments: [
    (["TERM": "xterm-kitty"], TerminalGraphics.kitty), (["KITTY_WINDOW_ID": "1"], .kitty),
    (["TERM_PROGRAM": "ghostty"], .kitty), (["TERM_PROGRAM": "iTerm.app"], .iTerm2),
    (["TERM_PROGRAM": "WezTerm"], .iTerm2), (["TERM": "foot"], .sixel), (["TERM": "xterm-256color"], nil), ([:], nil),
    (["TERM": "xterm-kitty", "TMUX": "/x"], nil), (["TERM": "screen.xterm-kitty"], nil),
  ])
  func choosesByEnvironment(_ environment: [String: String], expected: TerminalGraphics?) {
    #expect(TerminalGraphics(environment: environment) == expected)
  }
}

/// Decodes what a terminal would show. Colours are in per cent.
private struct SixelReader {
  var width = 0
  var height = 0
  var rgb: [[Int]] = []

  static func decode(_ bytes: [UInt8]) throws -> SixelReader {
    var text = String(decoding: bytes, as: UTF8.self)[...]
    try #require(text.hasPrefix("\u{1B}P0;1q\"1;1;") && text.hasSuffix("\u{1B}\\\n"))
    text = text.dropFirst(11).dropLast(3)
    var reader = SixelReader()
    var palette: [Int: [Int]] = [:]
    func number() -> Int {
      let digits = text.prefix { $0.isNumber }
      text = text.dropFirst(digits.count)
      return Int(digits) ?? -1
    }
    reader.width = number()
    text = text.dropFirst()
    reader.height = number()
    reader.rgb = Array(repeating: [], count: reader.width * reader.height)
    var (x, top, color, run) = (0, 0, 0, 1)
    while let character = text.popFirst() {
      switch character {
      case "#":
        color = number()
        if text.hasPrefix(";2;") {
          text = text.dropFirst(3)
          palette[color] = (0..<3).map { i in
            let value = number()
            if i < 2 { text = text.dropFirst() }
            return value
          }
        }
      case "!": run = number()
      case "$": x = 0
      case "-": (x, top) = (0, top + 6)
      default:
        try #require(x + run <= reader.width)
        let bits = Int(character.asciiValue!) - 63
        for _ in 0..<run {
          for bit in 0..<6 where bits >> bit & 1 == 1 {
            reader.rgb[(top + bit) * reader.width + x] = try #require(palette[color])
          }
          x += 1
        }
        run = 1
      }
    }
    return reader
  }
}
