/// The numbers that inference, exported graphs and training share, beside the layers themselves.
///
/// The weights are trained with these values. A different value needs weights that were trained with it.
public enum NetworkConstants {
  // MARK: SuperPoint

  /// The centre of a map's first cell, in pixels. With w cells across, pixel x lies at `(x − firstCellCentre) / (8·w −
  /// samplingMargin)` of the way from the centre of the first cell to that of the last. The published weights were
  /// trained with this (`align_corners=True`), although it is half a pixel off.
  public static let firstCellCentre: Float = 3.5
  public static let samplingMargin: Float = 4.5
  /// A vector shorter than this is divided by this, and not by its length, to make it a unit vector.
  public static let shortestLength: Float = 1e-12

  /// No two keypoints are closer than this many pixels in x and in y.
  public static let suppressionRadius = 4
  /// The number of times that suppressed regions are opened again for the largest pixels in what is left.
  public static let suppressionReopenings = 2
  /// Keypoints this close to the image's border are dropped, in pixels.
  public static let borderPixels = 4

  /// A peak between pixels lies in its own pixel: no farther than this from its centre, in x and in y.
  public static let farthestPeak: Float = 0.5
  /// A score below this counts as this before its logarithm is taken, since rounding may make scores zero.
  public static let leastPeakScore: Float = 1e-8

  // MARK: SuperGlue

  /// Positions are centred on the image and divided by the longer side times this.
  public static let keypointScale = 0.7
  /// The number that is added to the attention score of a key that is padding, and that replaces the score of a pair
  /// with padding. Its exponential is zero beside that of any real score, and it is finite in 16 bits, where a row of
  /// nothing but minus infinity would become NaN.
  public static let excludedScore: Float = -30_000
  /// The epsilon of batch normalisation: PyTorch's default, with which the published weights were trained.
  public static let batchNormEpsilon: Float = 1e-5

  /// Before training, the score of a pair is the inner product of its unit descriptors times this (found by trials),
  /// and the score of "no match" is ``startDustbin``.
  public static let startScale: Float = 20
  public static let startDustbin: Float = 10
}
