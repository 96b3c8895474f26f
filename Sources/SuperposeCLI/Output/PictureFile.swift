import Superpose

/// An image file that a command will write, in the format of its extension.
struct PictureFile {
  let file: OutputFile

  init(_ path: String, inputs: [String] = []) throws {
    guard FileFormat(pathExtensionOf: path) != nil else {
      throw CommandError(
        .usage, "cannot write '\(path)': its extension names no format; use .png, .tif, .jpg, .webp or .bmp")
    }
    file = try OutputFile(path, inputs: inputs)
  }

  func write(_ image: Image) throws { try image.write(to: file.path) }
}
