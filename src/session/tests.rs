//! Scripted events in, trees and effects out.
