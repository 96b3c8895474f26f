/// The plain twin of `superpose_multiply`.
enum ReferenceMultiplication {
  /// `a [rows, inner] · b [inner, columns]`, where a row of a begins `stride` values behind the one before.
  static func product(
    _ a: [Float], stride: Int, _ b: [Float], rows: Int, inner: Int, columns: Int
  ) -> [Float] {
    (0..<rows * columns).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      return (0..<inner).reduce(0) { $0 + a[row * stride + $1] * b[$1 * columns + column] }
    }
  }
}
