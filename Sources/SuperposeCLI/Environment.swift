import Foundation
import Superpose
import SuperposeFiles

/// The settings that the program takes from its environment. The library takes nothing from there.
enum Environment {
  /// Returns a variable's value, or nil where it is unset or empty.
  static subscript(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
  }

  static var library: WeightsLibrary {
    WeightsLibrary(
      imported: URL(path: folder("XDG_DATA_HOME", or: ".local/share") + "/superpose/weights"),
      compiled: URL(path: folder("XDG_CACHE_HOME", or: ".cache") + "/superpose/compiled"))
  }

  /// Returns a folder by the XDG Base Directory Specification, which says that relative paths are ignored.
  private static func folder(_ variable: String, or inHome: String) -> String {
    if let path = Environment[variable], path.hasPrefix("/") { return path }
    return (Environment["HOME"] ?? NSHomeDirectory()) + "/" + inHome
  }
}
