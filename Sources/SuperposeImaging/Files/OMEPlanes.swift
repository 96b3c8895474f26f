/// Which pages of a file belong to which channel, as its description says.
struct OMEPlanes {
  /// The page of each channel's plane of the first section and time, from 0.
  let firstPages: [Int]

  /// Reads the XML of an OME-TIFF (OME model 2016-06): `Pixels` with the sizes and the order of the planes and, for
  /// planes in another order than that, a `TiffData` for each.
  ///
  /// - Parameters:
  ///   - text: The description of the first page.
  ///   - bands: How many samples a pixel has: they are channels in one plane.
  init?(_ text: String, bands: Int) {
    guard let start = text.firstRange(of: "<Pixels")?.lowerBound else { return nil }
    // Only the first image of the file is looked at.
    let image = text[start...]
    let pixels = image[..<(image.firstRange(of: "</Pixels>")?.lowerBound ?? image.endIndex)]
    let attributes = XMLAttributes(pixels.prefix { $0 != ">" })
    guard let order = attributes["DimensionOrder"], order.hasPrefix("XY"), order.count == 5,
      let sizeC = attributes.number("SizeC"), let sizeZ = attributes.number("SizeZ"),
      let sizeT = attributes.number("SizeT"), sizeC > 0, sizeZ > 0, sizeT > 0
    else { return nil }
    let count = max(1, sizeC / max(1, bands))
    let step = order.dropFirst(2).prefix { $0 != "C" }.reduce(1) { $0 * ($1 == "Z" ? sizeZ : sizeT) }
    var pages = (0..<count).map { $0 * step }
    for part in pixels.split(separator: "<TiffData").dropFirst() {
      let data = XMLAttributes(part.prefix { $0 != ">" })
      // One that stands for all planes in their order says nothing else.
      guard let channel = data.number("FirstC"), pages.indices.contains(channel), data.number("FirstZ") ?? 0 == 0,
        data.number("FirstT") ?? 0 == 0
      else { continue }
      pages[channel] = data.number("IFD") ?? 0
    }
    firstPages = pages
  }

  /// Reads ImageJ's description of a stack, whose channels come one after the other for each section.
  init?(imageJ text: String) {
    guard text.hasPrefix("ImageJ="),
      let line = text.split(whereSeparator: \.isNewline).first(where: { $0.hasPrefix("channels=") }),
      let count = Int(line.dropFirst("channels=".count)), count > 0
    else { return nil }
    firstPages = Array(0..<count)
  }

  /// Returns the same XML for planes of another size.
  static func resized(_ text: String, width: Int, height: Int) -> String {
    text.replacing(#/(<Pixels[^>]*\bSizeX=")\d+"/#) { "\($0.output.1)\(width)\"" }
      .replacing(#/(<Pixels[^>]*\bSizeY=")\d+"/#) { "\($0.output.1)\(height)\"" }
  }
}

/// The attributes of one start tag.
private struct XMLAttributes {
  private let values: [String: String]

  init(_ tag: some StringProtocol) {
    let pairs = String(tag).matches(of: #/([A-Za-z]+)\s*=\s*"([^"]*)"/#)
    values = pairs.reduce(into: [:]) { $0[String($1.output.1)] = String($1.output.2) }
  }

  subscript(name: String) -> String? { values[name] }
  func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
}
