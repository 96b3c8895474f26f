import Foundation
import Superpose
import SuperposeFiles
import SuperposeImaging

/// A place where a picture can be shown.
enum Display {
  case file(PictureFile)
  case terminal(TerminalGraphics)
  /// The desktop's viewer, by the path of the program that opens files.
  case viewer(String)

  /// Returns the terminal if it can show pictures, else the desktop's viewer.
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

  /// Shows a picture, and returns a note for the user where there is one.
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

  /// Opens a picture with a program. The program reads the file after this one has ended, so that the file stays in the
  /// folder for temporary files.
  private static func open(_ picture: Image, with program: String) throws -> String {
    let path = NSTemporaryDirectory() + "superpose-\(UUID().uuidString).png"
    try picture.write(to: URL(path: path))
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
