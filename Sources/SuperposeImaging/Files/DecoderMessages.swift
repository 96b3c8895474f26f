import COpenCVShim

/// The messages that OpenCV itself prints about files. Errors reach the caller as ``ImageError``, so that nothing is
/// lost without them.
public enum DecoderMessages {
  /// Sets OpenCV's logger to silent, once. A host program that wants its messages may set another level later.
  static let silenceLogger: Void = superpose_cv_silence()

  /// Discards what this process writes to C++'s `std::cerr`.
  ///
  /// OpenCV 4.6 writes there, past its logger, what its TIFF and BMP decoders throw, and it has no setting against it.
  /// That stream belongs to the program and never to a library: call this at a program's start, before it has threads,
  /// and nowhere else.
  public static func muteForProgram() { superpose_cv_mute_cerr() }
}
