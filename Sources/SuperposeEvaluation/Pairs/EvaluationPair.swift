public import Superpose

/// Two images of which it is known how they belong together.
public struct EvaluationPair: Sendable {
  /// What is known. Pixels are original ones; the first image is 0, the second 1.
  public enum Truth: Sendable, Hashable {
    /// Maps a point of image 0 to image 1.
    case homography(Homography)
    /// The two show different scenes.
    case unrelated
    case pose(RelativePose)
  }

  /// Unique among the pairs of a set, and fit for a path: `oxford/graf/1-2`.
  public var name: String
  /// What the pair is counted with: a sequence of images, …
  public var sequence: String
  /// … and a data set.
  public var dataset: String
  /// Says which pictures these are, so that stored predictions of others are not taken for theirs.
  public var identity: String
  public var images: (ImageSource, ImageSource)
  public var truth: Truth

  public init(
    name: String, sequence: String, dataset: String, identity: String, images: (ImageSource, ImageSource), truth: Truth
  ) {
    self.name = name
    self.sequence = sequence
    self.dataset = dataset
    self.identity = identity
    self.images = images
    self.truth = truth
  }
}

/// Where a picture comes from.
public enum ImageSource: Sendable {
  case file(String)
  /// Made when it is needed.
  case made(name: String, @Sendable () throws -> Image)

  /// The path, or the name of a picture that is made.
  public var name: String {
    switch self {
    case .file(let path): path
    case .made(let name, _): name
    }
  }

  public func image() throws -> Image {
    switch self {
    case .file(let path): try Image(contentsOf: path)
    case .made(_, let make): try make()
    }
  }
}
