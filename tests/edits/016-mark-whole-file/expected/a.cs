using Z;
class B { }
