import Foundation
import Superpose
import SuperposeGeometry

/// The output of `apply`: what each file was taken for and how it was carried over.
struct ApplySummary {
  let applied: AppliedTransform
  let folder: String
  let forms: [TransformForm]

  var text: String {
    var table = Table()
    for file in applied.files { table.row(file.name, Self.line(file)) }
    if applied.frame.framing != .fixed { table.row("frame", applied.frame.summary) }
    let names = applied.files.map(\.name) + forms.map(\.fileName) + [TransformFile.name]
    table.row("written", "\(folder)/: " + names.joined(separator: ", "))
    return "\(applied.moving.path) onto \(applied.fixed.path)\n" + table.text
  }

  private static func line(_ file: AppliedTransform.File) -> String {
    let scale =
      (file.pageCount.map { ", \($0) pages" } ?? "")
      + (file.scale == 1 ? "" : ", at \(file.scale.formatted(digits: 3)) times the resolution")
    switch file.content {
    case .image: return "image, \(file.size), \(file.interpolation ?? "")" + scale
    case .labels:
      return "label image of \(file.labelCount ?? 0) values, \(file.size), \(file.interpolation ?? "")" + scale
    case .annotations:
      let outside = file.outsideCount ?? 0
      return "\(file.format ?? ""), \(file.shapeCount ?? 0) shapes"
        + (outside == 0 ? "" : ", \(outside) of them not inside and marked") + scale
    }
  }
}
