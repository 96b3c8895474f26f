#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A way of showing a picture inside a terminal.
public enum TerminalGraphics: String, Sendable, CaseIterable {
  /// https://sw.kovidgoyal.net/kitty/graphics-protocol/
  case kitty
  /// https://iterm2.com/documentation-images.html
  case iTerm2
  /// DEC's VT330/VT340 Programmer Reference Manual, volume 2, chapter 14.
  case sixel

  /// Finds the way by what a terminal says of itself in its environment, and returns nil where it names none that can
  /// show pictures. Inside tmux and screen, which swallow the sequences, it is always nil.
  public init?(environment: [String: String]) {
    let terminal = environment["TERM"] ?? ""
    let program = environment["TERM_PROGRAM"] ?? ""
    if environment["TMUX"] != nil || terminal.hasPrefix("screen") || terminal.hasPrefix("tmux") { return nil }
    if environment["KITTY_WINDOW_ID"] != nil || terminal.contains("kitty") || terminal.contains("ghostty")
      || program == "ghostty"
    {
      self = .kitty
    } else if ["iTerm.app", "WezTerm", "mintty"].contains(program) || environment["LC_TERMINAL"] == "iTerm2" {
      self = .iTerm2
    } else if terminal.hasPrefix("foot") || terminal.hasPrefix("mlterm") || terminal.contains("sixel") {
      self = .sixel
    } else {
      return nil
    }
  }

  /// Returns the bytes that make the terminal show a picture at the cursor, followed by a line feed. Pictures are sent
  /// pixel for pixel, so shrink them first (``Image/shrunk(toLongSide:)``).
  public func encode(_ image: Image) throws(ImageError) -> [UInt8] {
    let picture = image.display()
    switch self {
    case .kitty: return TerminalGraphics.kitty(png: try picture.encoded(as: .png))
    case .iTerm2: return TerminalGraphics.iTerm2(png: try picture.encoded(as: .png))
    case .sixel: return Sixel(picture).encoded() + [UInt8(ascii: "\n")]
    }
  }

  /// Encodes for kitty. `a=T` means send and show, `f=100` PNG, and `m=1` that more chunks follow.
  private static func kitty(png: [UInt8]) -> [UInt8] {
    let chunkSize = 4096
    let base64 = Array(Data(png).base64EncodedData())
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: base64.count, by: chunkSize) {
      let end = min(start + chunkSize, base64.count)
      let keys = (start == 0 ? "a=T,f=100," : "") + "m=\(end < base64.count ? 1 : 0)"
      bytes += Array("\u{1B}_G\(keys);".utf8) + base64[start..<end] + Array("\u{1B}\\".utf8)
    }
    return bytes + [UInt8(ascii: "\n")]
  }

  private static func iTerm2(png: [UInt8]) -> [UInt8] {
    Array("\u{1B}]1337;File=inline=1;size=\(png.count);preserveAspectRatio=1:".utf8)
      + Data(png).base64EncodedData() + Array("\u{7}\n".utf8)
  }
}
