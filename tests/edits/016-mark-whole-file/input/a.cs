using A;
class B { }
