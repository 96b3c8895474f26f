import Foundation
public import Superpose
public import SuperposeEstimation
import SuperposeFiles
import SuperposeMatching
public import SuperposeWeights

/// Everything that is known of a stack as data: what `stack.json` holds.
public struct StackReport: Codable, Sendable {
  /// The form of the JSON and its version.
  public static let schemaName = "superpose.stack/1"
  /// What the file is called.
  public static let name = "stack.json"

  /// A frame and the file that shows it in the common frame.
  public struct Frame: Codable, Hashable, Sendable {
    /// What was found.
    public var result: Stack.Frame
    /// The name of the aligned image; null where there is none.
    @Nullable public var file: String?

    private enum CodingKeys: String, CodingKey { case file }

    init(_ result: Stack.Frame, file: String?) {
      self.result = result
      _file = Nullable(wrappedValue: file)
    }

    public init(from decoder: any Decoder) throws {
      result = try Stack.Frame(from: decoder)
      _file = try decoder.container(keyedBy: CodingKeys.self).decode(Nullable<String>.self, forKey: .file)
    }

    public func encode(to encoder: any Encoder) throws {
      try result.encode(to: encoder)
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(_file, forKey: .file)
    }
  }

  /// A pair of frames that was matched.
  public struct Link: Codable, Hashable, Sendable {
    /// The place of the frame from which points come.
    public var moving: Int
    /// The place of the frame to which they go.
    public var fixed: Int
    /// Whether the pair's own transform can be trusted.
    public var verdict: Verdict
    /// Why the verdict is not `registered`.
    public var reasons: [String]
    /// How many matches there are.
    public var matchCount: Int
    /// How many of them agree.
    public var inlierCount: Int
    /// Whether the pair took part in the estimate; a pair that is `registered` and did not contradicts the others.
    public var isUsed: Bool
  }

  /// One picture of all frames.
  public struct Reduced: Codable, Hashable, Sendable {
    /// How values were put together.
    public var reduction: StackReduction
    /// The picture's name.
    public var file: String
  }

  /// The form of the JSON and its version.
  public var schema = Self.schemaName
  /// The place of the frame that stays, counted from 0.
  public var reference: Int
  /// The kind of transform of each frame.
  public var model: TransformModel
  /// The noise of the matches, in pixels that the networks saw.
  public var noisePixels: Double
  /// The part of the reference's plane that the images show.
  public var frame: AppliedTransform.Frame
  /// All frames, in the order of the list.
  public var frames: [Frame]
  /// The pairs that were matched.
  public var links: [Link]
  /// One picture of all frames; left out where none was wanted.
  public var reduced: Reduced?
  /// What it was found with.
  public var configuration: RegistrationConfiguration
  /// Both networks' weights.
  public var weights: [NetworkKind: WeightsDescription]

  init(
    _ stack: Stack, frame: AppliedTransform.Frame, files: [Int: String], reduced: Reduced?, registrar: Registrar
  ) {
    reference = stack.reference
    model = stack.model
    noisePixels = stack.noise
    self.frame = frame
    frames = stack.frames.enumerated().map { Frame($1, file: files[$0]) }
    links = zip(stack.links, stack.isUsed).map { link, isUsed in
      Link(
        moving: link.moving, fixed: link.fixed, verdict: link.verdict, reasons: link.reasons,
        matchCount: link.matchCount, inlierCount: link.inlierCount, isUsed: isUsed)
    }
    self.reduced = reduced
    configuration = registrar.configuration
    weights = registrar.weights
  }

  /// A table with a line for each frame: how it moved over time.
  public var csv: String {
    func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    let header = [
      "frame", "file", "verdict", "shiftX", "shiftY", "turnDegrees", "scale", "errorPixels", "links", "reasons",
    ]
    return CSV.text(
      [header]
        + frames.enumerated().map { index, frame in
          let result = frame.result
          return [
            "\(index)", result.path, result.verdict.rawValue, cell(result.shift?.x), cell(result.shift?.y),
            cell(result.turnDegrees), cell(result.scale), cell(result.errorPixels), "\(result.linkCount)",
            result.reasons.joined(separator: "; "),
          ]
        })
  }
}
