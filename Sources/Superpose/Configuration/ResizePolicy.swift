public import SuperposeGeometry

/// The size at which the networks see an image. Results are always in the original image's pixels.
public enum ResizePolicy: Hashable, Sendable {
  /// Exactly this size, whatever the image's proportions.
  case exact(ImageSize)
  /// The longer side becomes this many pixels; smaller images stay as they are.
  case longSide(Int)
  /// The shorter side becomes this many pixels, smaller images are enlarged.
  case shortSide(Int)
  /// The image stays as it is.
  case none

  /// The size for an image, each side at least one pixel.
  public func size(for image: ImageSize) -> ImageSize {
    switch self {
    case .exact(let size): size
    case .longSide(let side): image.scaled(by: min(1, Double(side) / Double(image.longSide)))
    case .shortSide(let side): image.scaled(by: Double(side) / Double(image.shortSide))
    case .none: image
    }
  }

  /// The sides that it names, in pixels.
  var sides: [Int] {
    switch self {
    case .exact(let size): [size.width, size.height]
    case .longSide(let side), .shortSide(let side): [side]
    case .none: []
    }
  }
}

/// Written as `640x640`, `1024`, `short:480` or `none`.
extension ResizePolicy: LosslessStringConvertible, Codable {
  /// The largest side that is accepted, in pixels.
  public static let maximumSide = 32_768

  /// Nil for a text of another form, and for a side that is zero or larger than ``maximumSide``.
  public init?(_ text: String) {
    func side(_ text: Substring) -> Int? {
      Int(text).flatMap { (1...Self.maximumSide).contains($0) ? $0 : nil }
    }
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    if text == "none" {
      self = .none
    } else if text.hasPrefix("short:"), let short = side(text.dropFirst("short:".count)) {
      self = .shortSide(short)
    } else if parts.count == 2, let width = side(parts[0]), let height = side(parts[1]) {
      self = .exact(ImageSize(width: width, height: height))
    } else if let long = side(text[...]) {
      self = .longSide(long)
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .exact(let size): size.description
    case .longSide(let side): String(side)
    case .shortSide(let side): "short:\(side)"
    case .none: "none"
    }
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let policy = ResizePolicy(text) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "resize: expected WxH, N, short:N or none, found \"\(text)\""))
    }
    self = policy
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
