public import Superpose
public import SuperposeEstimation
public import SuperposeGeometry
public import SuperposeWeights

/// Many images of one scene with the transform of each into one of them, which all were estimated together.
public struct Stack: Sendable {
  /// One image of a stack.
  public struct Frame: Codable, Hashable, Sendable {
    /// The file's path, as it was given.
    public var path: String
    /// In pixels; null where the file could not be read.
    @Nullable public var size: ImageSize?
    /// `registered` where the frame has a transform that can be trusted, `doubtful` where its matches contradict each
    /// other, `failed` where it has none.
    public var verdict: Verdict
    /// Why the verdict is not `registered`.
    public var reasons: [String]
    /// How many keypoints were found.
    public var keypointCount: Int
    /// How many other frames it is linked with.
    public var linkCount: Int
    /// How many matches of these agree.
    public var inlierCount: Int
    /// Maps a point of the frame to the reference; null where the verdict is `failed`.
    @Nullable public var referenceFromFrame: Homography?
    /// The median distance of the matches from where the transforms put them, in the frame's own pixels; null without
    /// links.
    @Nullable public var errorPixels: Double?
    /// By how much the middle of the frame moves, in pixels of the reference; null where the verdict is `failed`.
    @Nullable public var shift: Point?
    /// The rotation at the frame's middle, clockwise.
    @Nullable public var turnDegrees: Double?
    /// The factor by which lengths at the frame's middle grow.
    @Nullable public var scale: Double?
  }

  /// In the order of the list.
  public let frames: [Frame]
  /// The pairs that were matched.
  public let links: [StackLink]
  /// Whether each of ``links`` took part. Those that are not `registered` and those that contradict the others did not.
  public let isUsed: [Bool]
  /// The place of the frame that stays.
  public let reference: Int
  /// The kind of transform of each frame.
  public let model: TransformModel
  /// The noise of the matches: the standard deviation of a coordinate, in pixels that the networks saw.
  public let noise: Double
  /// The errors of files that could not be read, by places.
  public let errors: [Int: any Error]

  /// The places of the frames that have a transform.
  public var aligned: [Int] { frames.indices.filter { frames[$0].verdict != .failed } }

  /// Returns the transform of a frame into the reference; nil where it has none.
  public func transform(_ frame: Int) -> ImageTransform? {
    guard let size = frames[frame].size, let transform = frames[frame].referenceFromFrame,
      let referenceSize = frames[reference].size
    else { return nil }
    return try? ImageTransform(
      moving: ImageFrame(path: frames[frame].path, size: size),
      fixed: ImageFrame(path: frames[reference].path, size: referenceSize), fixedFromMoving: transform)
  }

  /// Finds the box of the reference's plane that a framing names: with `union` the smallest that holds all frames, with
  /// `moving` all but the reference, and with `intersection` the largest in which all have data.
  ///
  /// - Throws: `FrameError` where all frames have nothing in common, or the box is larger than any picture.
  public func area(_ framing: Framing) throws(FrameError) -> PixelRectangle {
    guard let size = frames[reference].size else {
      throw FrameError("the reference could not be read", hint: "give another one")
    }
    return try size.area(framing, of: aligned.filter { $0 != reference }.compactMap { transform($0) })
  }
}
