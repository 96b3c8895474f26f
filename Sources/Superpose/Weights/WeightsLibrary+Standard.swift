import Foundation

extension WeightsLibrary {
  /// The library in the user's home folder: imported weights in `.local/share/superpose/weights`.
  public static var standard: WeightsLibrary {
    let home = FileManager.default.homeDirectoryForCurrentUser.path
    return WeightsLibrary(imported: home + "/.local/share/superpose/weights")
  }
}
