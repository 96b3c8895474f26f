import Foundation
import Superpose
import SuperposeFiles
import SuperposeImaging

/// A file that a command will write. It is made before the long work, so that whatever would prevent the writing is
/// found out first.
struct OutputFile {
  let path: String
  var url: URL { URL(path: path) }

  /// - Parameters:
  ///   - path: The path of the file.
  ///   - inputs: Files that must not be replaced.
  init(_ path: String, inputs: [String] = []) throws {
    self.path = path
    switch try? FileSystem.entry(at: path) {
    case nil: break
    case .file:
      if inputs.contains(where: { FileSystem.isSame($0, path) }) {
        throw CommandError(.usage, "cannot write '\(path)': it is one of the images given; choose another name")
      }
    case .folder, .other:
      throw CommandError(.cannotWrite, "cannot write '\(path)': it is not a regular file; give the name of a file")
    }
    try OutputFolder.check(OutputFolder.parent(of: path), forWriting: path)
  }

  /// Writes the whole file, or nothing where that fails.
  func write(_ data: Data) throws {
    do { try ReplacementFile.write(data, to: path) } catch { throw CommandError(error) }
  }
}

/// An image file that a command will write, in the format of its extension.
struct PictureFile {
  let file: OutputFile

  init(_ path: String, inputs: [String] = []) throws {
    guard FileFormat(pathExtensionOf: URL(path: path)) != nil else {
      throw CommandError(
        .usage, "cannot write '\(path)': its extension names no format; use .png, .tif, .jpg, .webp or .bmp")
    }
    file = try OutputFile(path, inputs: inputs)
  }

  func write(_ image: Image) throws { try image.write(to: file.url) }
}
