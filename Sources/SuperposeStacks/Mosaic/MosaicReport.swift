public import Superpose
public import SuperposeGeometry

/// What is known of a mosaic as data: what the JSON beside it holds.
public struct MosaicReport: Codable, Sendable {
  /// The form of the JSON and its version.
  public static let schemaName = "superpose.mosaic/1"

  /// The form of the JSON and its version.
  public var schema = Self.schemaName
  /// The picture's name.
  public var file: String
  /// In pixels.
  public var size: ImageSize
  /// How many pixels of the mosaic lie along one of the reference.
  public var scale: Double
  /// The frames and their transforms into the reference; its `frame` is the part of the reference's plane that the
  /// mosaic shows.
  public var stack: StackReport

  /// - Parameters:
  ///   - mosaic: what was made.
  ///   - stack: what it was made of.
  ///   - file: the picture's name.
  ///   - registrar: what it was found with.
  public init(_ mosaic: Mosaic, _ stack: Stack, file: String, registrar: Registrar) {
    self.file = file
    (size, scale) = (mosaic.size, mosaic.scale)
    self.stack = StackReport(
      stack, frame: AppliedTransform.Frame(framing: .union, area: mosaic.area), files: [:], reduced: nil,
      registrar: registrar)
  }
}
