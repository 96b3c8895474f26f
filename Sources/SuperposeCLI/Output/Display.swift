import Foundation
import Superpose

/// Where a picture can be shown.
enum Display {
  case file(PictureFile)
  case terminal(TerminalGraphics)
  /// The path of the program that opens files on this desktop.
  case viewer(String)

  /// The terminal if it can, else the desktop's viewer.
  static func found() throws -> Display {
    if Console.isTerminal, let graphics = TerminalGraphics(environment: ProcessInfo.processInfo.environment) {
      return .terminal(graphics)
    }
    if let program = viewerProgram { return .viewer(program) }
    throw CommandError(
      .unavailable,
      "show: expected a terminal that shows pictures (kitty, iTerm2, sixel) or a desktop, found neither; use "
        + "--output FILE"
    )
  }

  /// Shows a picture; returns what the user should be told, if anything.
  func show(_ picture: Image) throws -> String? {
    switch self {
    case .file(let file):
      try file.write(picture)
      return "written  \(file.file.path)"
    case .terminal(let graphics):
      Console.print(Data(try graphics.encode(picture)))
      return nil
    case .viewer(let program):
      return try Self.open(picture, with: program)
    }
  }

  /// The viewer reads the file after this program has ended, so it stays in the folder for temporary files.
  private static func open(_ picture: Image, with program: String) throws -> String {
    let path = NSTemporaryDirectory() + "superpose-\(UUID().uuidString).png"
    try picture.write(to: path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      try? FileManager.default.removeItem(atPath: path)
      throw CommandError(.unavailable, "show: \(program) could not show the picture; use --output FILE")
    }
    return "shown  \(path)"
  }

  private static var viewerProgram: String? {
    #if os(macOS)
      return "/usr/bin/open"
    #else
      guard Environment["DISPLAY"] != nil || Environment["WAYLAND_DISPLAY"] != nil else { return nil }
      let folders = (Environment["PATH"] ?? "").split(separator: ":")
      return folders.map { $0 + "/xdg-open" }.first { access($0, X_OK) == 0 }
    #endif
  }
}
