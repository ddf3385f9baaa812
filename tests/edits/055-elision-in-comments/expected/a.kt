fn b() {
    1
    2
    end
}
