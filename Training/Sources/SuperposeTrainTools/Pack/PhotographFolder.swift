import Foundation

/// The image files of a folder.
enum PhotographFolder {
  private static let extensions: Set = [
    "png", "tif", "tiff", "jpg", "jpeg", "webp", "bmp", "pgm", "ppm", "pnm",
  ]

  /// Returns the paths of files within the folder and its subfolders, sorted and without hidden files.
  static func files(in folder: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw ToolError(.missingInput, "'\(folder)': there is no such folder; check the path")
    }
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let images = paths.filter { path in
      extensions.contains((path as NSString).pathExtension.lowercased())
        && !path.split(separator: "/").contains { $0.hasPrefix(".") }
    }
    guard !images.isEmpty else {
      throw ToolError(.missingInput, "'\(folder)': there is no image in it; give a folder of PNG, JPEG or TIFF files")
    }
    return images.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
