import Foundation
import Superpose
import SuperposeImaging

// 640×640, 700 keypoints at whole pixels, one look, matches from 0.5, RANSAC at 8 pixels: each can be set by itself.
let registrar = try Registrar(configuration: .classic)
let moving = try Image(contentsOf: URL(filePath: "moving.jpg"))
let fixed = try Image(contentsOf: URL(filePath: "fixed.jpg"))

let keypoints = try registrar.detect(moving)  // keypoints [N, 2], scores [N], descriptors [N, 256]
try keypoints.keypointsPicture(on: moving).write(to: URL(filePath: "keypoints.png"))
let matches = try registrar.match(moving, fixed)  // mkpts0 [n, 2], mkpts1 [n, 2], confidence [n]
try matches.matchesPicture(moving, fixed).write(to: URL(filePath: "matches.png"))

let result = Registration(report: registrar.report(on: matches), moving: moving, fixed: fixed)
print(result.verdict, result.report.reasons, result.fixedFromMoving?.rows ?? [])
try result.warpedMoving()?.write(to: URL(filePath: "warped.png"))
try result.warpedFixed()?.write(to: URL(filePath: "warped-back.png"))
try result.overlap()?.moving.write(to: URL(filePath: "overlap.png"))
try result.alignedPicture()?.write(to: URL(filePath: "grid.png"))  // moving, moving warped, fixed, fixed warped back
