import Foundation
import Superpose

/// What the program takes from its environment; the library takes nothing from there.
enum Environment {
  /// A variable's value; nil where it is unset or empty.
  static subscript(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
  }

  static var library: WeightsLibrary {
    WeightsLibrary(imported: folder("XDG_DATA_HOME", or: ".local/share") + "/superpose/weights")
  }

  /// By the XDG Base Directory Specification, which has relative paths ignored.
  private static func folder(_ variable: String, or inHome: String) -> String {
    if let path = Environment[variable], path.hasPrefix("/") { return path }
    return (Environment["HOME"] ?? NSHomeDirectory()) + "/" + inHome
  }
}
